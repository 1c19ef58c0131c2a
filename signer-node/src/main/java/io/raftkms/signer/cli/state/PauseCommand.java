package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.PauseReport;
import io.raftkms.signer.admin.PauseRequest;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code raftkms pause}. */
@Command(
        name = "pause",
        description = {
            "Let keys sign nothing until they are resumed, on all members: an emergency stop or, with --at-height, a planned halt.",
            "A pause never weakens an earlier one."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the keys are paused",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "15:the member does not run, or another one leads",
            "22:no enrolled key is meant",
            "32:no leader within 10 s, or the outcome is unknown"
        })
public final class PauseCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeysOption keys;

    @Option(names = "--at-height", paramLabel = "H", description = "The first height that is not signed; else all.")
    private Long atHeight;

    @Mixin
    private ResultOption result;

    PauseCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            PauseReport report = connection.onLeader(
                    "/v1/pause",
                    new PauseRequest(keys.chainId(), keys.publicKey(), atHeight),
                    PauseReport.class,
                    file -> "raftkms pause -c " + file + arguments(),
                    spec.commandLine().getErr());
            result.print(report, out -> PauseText.print(report, out));
        }
        return ExitCode.OK.code();
    }

    private String arguments() {
        return keys.arguments() + (atHeight == null ? "" : " --at-height " + atHeight);
    }
}
