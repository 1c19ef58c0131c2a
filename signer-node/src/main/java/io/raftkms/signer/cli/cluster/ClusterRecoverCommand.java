package io.raftkms.signer.cli.cluster;

import io.raftkms.protocol.KeyType;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.cli.state.WatchOption;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.NewFiles;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.recovery.Floors;
import io.raftkms.signer.recovery.OldMember;
import io.raftkms.signer.recovery.PeerProbe;
import io.raftkms.signer.recovery.RecoveryFile;
import io.raftkms.signer.recovery.RecoveryRecord;
import io.raftkms.signer.recovery.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
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
            "Works offline, on data directories of old members, copies of them, and bundles, and changes none. Floors are the"
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
            "13:the CA certificate cannot be used",
            "22:a source is none or names no key, an old member is not accounted for, or another signer was seen",
            "24:an old member answers"
        })
public final class ClusterRecoverCommand implements Callable<Integer> {
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SourceOptions from;

    @Option(
            names = "--margin",
            required = true,
            paramLabel = "HEIGHTS",
            description =
                    "Added to the highest height of all sources: at least as many blocks as the chain made between"
                            + " the last that the sources saw and the end of the old cluster.")
    private long margin;

    @Mixin
    private OldMemberOptions old;

    @Mixin
    private WatchOption watch;

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
        watch.given();
        ClusterPlan plan = cluster.plan(environment);
        List<Source> sources = from.read(environment);
        Floors floors = Floors.of(sources, margin);
        requireChain(floors, plan.chainId());
        List<OldMember> members = OldMember.of(sources, named);
        PeerProbe probe = new PeerProbe(PROBE);
        probe.requireSilence(members);
        Map<OldMember, String> fates = old.fates(members, System.console());
        // Once more: somebody may have been asked in between.
        Map<OldMember, List<String>> silence = probe.requireSilence(members);
        watchForOthers(floors, plan.chainId());
        RecoveryRecord record = RecoveryRecord.of(
                plan.clusterId(),
                environment.clock().instant().toString(),
                operator(),
                margin,
                from.acceptsDamage(),
                sources,
                members.stream()
                        .map(member -> new RecoveryRecord.Fenced(member.name(), fates.get(member), silence.get(member)))
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

    /** Only the node's chain can be watched; a sealed key may rightly sign elsewhere. */
    private void watchForOthers(Floors floors, String chainId) {
        if (!watch.given()) {
            return;
        }
        floors.keys().stream()
                .filter(key -> !key.sealed() && key.key().chainId().equals(chainId))
                .filter(key -> key.key().publicKey().type() == KeyType.ED25519)
                .forEach(key -> watch.watch(
                        chainId,
                        HexFormat.of().formatHex(key.key().publicKey().bytes().toByteArray())));
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
