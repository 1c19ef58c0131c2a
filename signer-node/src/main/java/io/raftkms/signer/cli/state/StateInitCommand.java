package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.EnrolRequest;
import io.raftkms.signer.admin.EnrolmentReport;
import io.raftkms.signer.cli.ChainArgument;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code raftkms state init}. */
@Command(
        name = "init",
        description = {
            "Enrol the chain's key: from now on the cluster signs with it, above the mark given here.",
            "Run it on the leading member; elsewhere it says which one leads. With equal values it changes nothing twice."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the key is enrolled",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "15:the member does not run, or another one leads",
            "22:the key is enrolled with other values",
            "32:no leader within 10 s, or the outcome is unknown"
        })
final class StateInitCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeyOption key;

    /** Not required of picocli: what it says of a missing choice helps nobody. */
    @ArgGroup
    private Start start;

    @Mixin
    private ResultOption result;

    /** One of them. */
    static final class Start {
        @ArgGroup(exclusive = false)
        private NewChain newChain;

        @ArgGroup(exclusive = false)
        private Floor floor;
    }

    /** A chain on which the key never signed. */
    static final class NewChain {
        @Option(names = "--new-chain", required = true, description = "The key has never signed on this chain.")
        private boolean newChain;

        @Option(
                names = "--initial-height",
                paramLabel = "H",
                description = "First height of the new chain; 1 unless given.")
        private long initialHeight = 1;
    }

    /** A floor. */
    static final class Floor {
        @Option(
                names = "--height",
                required = true,
                paramLabel = "H",
                description =
                        "Never sign at or below this height, in any round; with --round and --step: at or below that"
                                + " position.")
        private long height;

        @Option(names = "--round", paramLabel = "R", description = "Round within the height, with --step.")
        private Integer round;

        @Option(names = "--step", paramLabel = "STEP", description = "proposal, prevote or precommit, with --round.")
        private String step;
    }

    StateInitCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        requireStart();
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        ChainArgument.requireConfigured(configuration, key.chainId());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            EnrolmentReport report = connection.onLeader(
                    "/v1/state/init",
                    request(),
                    EnrolmentReport.class,
                    file -> "raftkms state init -c " + file + arguments(),
                    spec.commandLine().getErr());
            result.print(report, out -> EnrolmentText.print(report, out));
        }
        return ExitCode.OK.code();
    }

    private void requireStart() {
        if (start == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say where the key begins to sign: --new-chain if it has never signed on this chain; --height H if it has,"
                            + " with a height that it cannot have reached; if the old signer's state file is there, neither, but:"
                            + " raftkms state import -c FILE" + key.arguments() + " STATE-FILE");
        }
    }

    private EnrolRequest request() {
        if (start.newChain != null) {
            return new EnrolRequest(key.chainId(), key.publicKey(), start.newChain.initialHeight, null, null, null);
        }
        if ((start.floor.round == null) != (start.floor.step == null)) {
            throw new ParameterException(spec.commandLine(), "--round and --step go together");
        }
        return new EnrolRequest(
                key.chainId(), key.publicKey(), null, start.floor.height, start.floor.round, start.floor.step);
    }

    private String arguments() {
        StringBuilder line = new StringBuilder(key.arguments());
        if (start.newChain != null) {
            return line.append(" --new-chain --initial-height ")
                    .append(start.newChain.initialHeight)
                    .toString();
        }
        line.append(" --height ").append(start.floor.height);
        if (start.floor.round != null) {
            line.append(" --round ")
                    .append(start.floor.round)
                    .append(" --step ")
                    .append(start.floor.step);
        }
        return line.toString();
    }
}
