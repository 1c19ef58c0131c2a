package io.raftkms.signer.cli.cluster;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.tls.PemFiles;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.recovery.BundleSource;
import io.raftkms.signer.recovery.DataDirectorySource;
import io.raftkms.signer.recovery.Source;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a recovery is made from. */
final class SourceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "DATA_DIR",
            description = "Data directory of an old member, or a copy; each one that is left.")
    private List<Path> directories = List.of();

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Bundle of state export; each one that is left. Needs --bundle-ca.")
    private List<Path> bundles = List.of();

    @Option(names = "--bundle-ca", paramLabel = "CA.pem", description = "CA certificate of the lost cluster.")
    private Path authority;

    @Option(names = "--accept-damage", description = "Go on although part of a source cannot be read.")
    private boolean acceptDamage;

    boolean acceptsDamage() {
        return acceptDamage;
    }

    /**
     * Reads all of them before the first complaint, so that one run names everything.
     *
     * @throws CommandException if one is none, or damaged and that is not accepted
     */
    List<Source> read(Environment in) {
        if (directories.isEmpty() && bundles.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give --from or --bundle, each source that is left");
        }
        if (bundles.isEmpty() != (authority == null)) {
            throw new ParameterException(spec.commandLine(), "--bundle and --bundle-ca go together");
        }
        List<Source> sources = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        readEach(in, directories, DataDirectorySource::read, sources, failures);
        if (!bundles.isEmpty()) {
            X509Certificate ca = certificate(in.directory().resolve(authority).normalize());
            readEach(in, bundles, bundle -> BundleSource.read(bundle, ca), sources, failures);
        }
        for (Source source : sources) {
            for (String damage : source.damages()) {
                if (acceptDamage) {
                    spec.commandLine().getErr().println(MessageCode.RECOVERY_SOURCE_DAMAGED.code() + " " + damage);
                } else {
                    failures.add(Failure.of(MessageCode.RECOVERY_SOURCE_DAMAGED, damage));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandException(failures);
        }
        return sources;
    }

    private static void readEach(
            Environment in,
            List<Path> paths,
            Function<Path, Source> read,
            List<Source> sources,
            List<Failure> failures) {
        for (Path path : paths) {
            try {
                sources.add(read.apply(in.directory().resolve(path).normalize()));
            } catch (CommandException e) {
                failures.addAll(e.failures());
            }
        }
    }

    private static X509Certificate certificate(Path file) {
        try {
            return PemFiles.certificates(file).get(0);
        } catch (MemberFaultException e) {
            throw new CommandException(MessageCode.of(e.fault()), e.getMessage(), e);
        }
    }
}
