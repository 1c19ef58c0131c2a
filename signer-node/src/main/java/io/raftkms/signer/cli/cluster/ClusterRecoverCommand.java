package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.NewFiles;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.recovery.DataDirectorySource;
import io.raftkms.signer.recovery.Floors;
import io.raftkms.signer.recovery.OldMember;
import io.raftkms.signer.recovery.PeerProbe;
import io.raftkms.signer.recovery.RecoveryFile;
import io.raftkms.signer.recovery.RecoveryRecord;
import io.raftkms.signer.recovery.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster recover}. */
@Command(
        name = "recover",
        description = {
            "Make a new cluster from what is left of one that lost its majority for good: homes for new members, and recovery.json.",
            "Works offline, on data directories of old members or copies of them, which it does not change. Floors are the"
                    + " maximum of all sources plus the margin. docs/disaster-recovery.md says when, and in which order.",
            "NO CHECK OF THIS COMMAND REPLACES FENCING: an old member that comes back signs twice."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:homes and recovery.json are complete",
            "2:wrong options or arguments",
            "10:an even number of members without --allow-even",
            "11:the directory is not empty or cannot be written, or the key file cannot be read",
            "12:the key file is damaged or of an unsupported type",
            "20:a source is damaged, and --accept-damage is not given",
            "21:the sources are of more than one cluster",
            "22:a source is none, names no key, or an old member is not accounted for",
            "24:an old member answers"
        })
public final class ClusterRecoverCommand implements Callable<Integer> {
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DATA_DIR",
            description = "Data directory of an old member, or a copy; each one that is left.")
    private List<Path> directories;

    @Option(
            names = "--margin",
            required = true,
            paramLabel = "HEIGHTS",
            description = "Added to the highest height of all sources: at least as many blocks as the chain made between"
                    + " the last that the sources saw and the end of the old cluster.")
    private long margin;

    @Option(names = "--accept-damage", description = "Go on although part of a source cannot be read.")
    private boolean acceptDamage;

    @Mixin
    private OldMemberOptions old;

    @Mixin
    private NewClusterOptions cluster;

    @Mixin
    private ResultOption result;

    public ClusterRecoverCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (margin < 1 || margin > Floors.MAX_MARGIN) {
            throw new ParameterException(
                    spec.commandLine(), "--margin is 1 to " + Floors.MAX_MARGIN + " heights, not " + margin);
        }
        List<OldMember> named = old.named();
        ClusterPlan plan = cluster.plan(environment);
        List<Source> sources = sources();
        Floors floors = Floors.of(sources, margin);
        requireChain(floors, plan.chainId());
        List<OldMember> members = OldMember.of(sources, named);
        PeerProbe probe = new PeerProbe(PROBE);
        probe.requireSilence(members);
        Map<OldMember, String> fates = old.fates(members, System.console());
        // Once more: somebody may have been asked in between.
        Map<OldMember, List<String>> silence = probe.requireSilence(members);
        RecoveryRecord record = RecoveryRecord.of(
                plan.clusterId(),
                environment.clock().instant().toString(),
                operator(),
                margin,
                acceptDamage,
                sources,
                members.stream()
                        .map(member ->
                                new RecoveryRecord.Fenced(member.name(), fates.get(member), silence.get(member)))
                        .toList(),
                floors);
        String fingerprint = cluster.write(environment, plan);
        Path file = write(record);
        ClusterRecoverReport report = new ClusterRecoverReport(
                record,
                file,
                new ClusterInitReport(plan, cluster.directory(environment), fingerprint, cluster.importsKey()),
                plan.chainId());
        result.print(report.json(), report::print);
        return ExitCode.OK.code();
    }

    /** All of them are read before the first complaint, so that one run names everything. */
    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Path directory : directories) {
            try {
                sources.add(DataDirectorySource.read(
                        environment.directory().resolve(directory).normalize()));
            } catch (CommandException e) {
                failures.addAll(e.failures());
            }
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

    private static void requireChain(Floors floors, String chainId) {
        if (floors.keys().stream().noneMatch(key -> key.key().chainId().equals(chainId))) {
            throw new CommandException(
                    MessageCode.RECOVERY_NOTHING_FOUND,
                    "no source knows a key on chain " + chainId + " of --chain-id",
                    "the sources know chains "
                            + String.join(
                                    ", ",
                                    floors.keys().stream()
                                            .map(key -> key.key().chainId())
                                            .distinct()
                                            .toList()));
        }
    }

    /** Behind sudo the person, not root. */
    private String operator() {
        return Optional.ofNullable(environment.variables().get("SUDO_USER"))
                .or(() -> Optional.ofNullable(environment.variables().get("USER")))
                .orElse("unknown");
    }

    private Path write(RecoveryRecord record) {
        Path file = cluster.directory(environment).resolve(RecoveryFile.NAME);
        try {
            NewFiles.secret(file, RecoveryFile.encode(record));
            return file;
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN,
                    "writing " + file + " failed: " + IoReason.of(e) + "; the homes beside it are of no use without it",
                    e);
        }
    }
}
