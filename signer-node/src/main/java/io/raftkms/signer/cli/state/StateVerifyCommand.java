package io.raftkms.signer.cli.state;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.tls.PemFiles;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.export.Bundle;
import io.raftkms.signer.export.SignedBundle;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code raftkms state verify}. */
@Command(
        name = "verify",
        description =
                "Check a bundle of state export against the CA certificate of its cluster, and show what is in it. Works offline.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:a member of the cluster signed it, and nothing was changed",
            "2:wrong options or arguments",
            "11:a file is missing or unreadable",
            "13:the CA certificate cannot be used",
            "22:it is no bundle of this cluster, or it was changed"
        })
final class StateVerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "BUNDLE", description = "File that state export --format bundle wrote.")
    private Path bundle;

    @Option(names = "--ca", required = true, paramLabel = "CA.pem", description = "The cluster's CA certificate.")
    private Path ca;

    @Mixin
    private ResultOption result;

    StateVerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        byte[] content = read(environment.directory().resolve(bundle).normalize());
        X509Certificate authority =
                authority(environment.directory().resolve(ca).normalize());
        try {
            Verified verified = Verified.of(SignedBundle.verify(content, authority));
            result.print(verified, out -> print(verified, out));
            return ExitCode.OK.code();
        } catch (IllegalArgumentException e) {
            throw new CommandException(MessageCode.BUNDLE_REFUSED, bundle + ": " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SignedBundle.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new CommandException(MessageCode.FILE_MISSING, file + " is not there", e);
        } catch (IOException e) {
            throw new CommandException(MessageCode.FILE_UNREADABLE, file + ": " + IoReason.of(e), e);
        }
    }

    private static X509Certificate authority(Path file) {
        try {
            return PemFiles.certificates(file).get(0);
        } catch (MemberFaultException e) {
            throw new CommandException(MessageCode.of(e.fault()), e.getMessage(), e);
        }
    }

    private static void print(Verified bundle, PrintWriter out) {
        out.println("bundle of member " + bundle.member() + " of cluster " + bundle.clusterId() + ", made at "
                + bundle.madeAt());
        out.println("ledger at index " + bundle.index() + ", hash " + bundle.ledgerHash());
        for (Bundle.Key key : bundle.keys()) {
            out.println(
                    "chain " + key.chainId() + ", key " + key.address() + ", mark " + key.mark() + ": " + key.use());
        }
    }

    /** What {@code --json} prints: the bundle without the encoded ledger. */
    record Verified(
            String clusterId, String member, String madeAt, long index, String ledgerHash, List<Bundle.Key> keys) {
        static Verified of(Bundle bundle) {
            return new Verified(
                    bundle.clusterId(),
                    bundle.member(),
                    bundle.madeAt(),
                    bundle.index(),
                    bundle.ledgerHash(),
                    bundle.keys());
        }
    }
}
