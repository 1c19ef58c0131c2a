package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.MarkReport;
import io.raftkms.signer.admin.RaiseRequest;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code raftkms state raise}. */
@Command(
        name = "raise",
        description = {
            "Set the mark of an enrolled key up: nothing at or below it is signed any more. What was signed here before stays known.",
            "Run it on the leading member; elsewhere it says which one leads."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the mark is there",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "15:the member does not run, or another one leads",
            "22:the mark is above already, or the key is sealed or not enrolled",
            "32:no leader within 10 s, or the outcome is unknown"
        })
final class StateRaiseCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeyOption key;

    @Mixin
    private PositionOption position;

    @Mixin
    private ResultOption result;

    StateRaiseCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        ChainArgument.requireConfigured(configuration, key.chainId());
        RaiseRequest request =
                new RaiseRequest(key.chainId(), key.publicKey(), position.height(), position.round(), position.step());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            MarkReport report = connection.onLeader(
                    "/v1/state/raise",
                    request,
                    MarkReport.class,
                    file -> "raftkms state raise -c " + file + key.arguments() + position.arguments(),
                    spec.commandLine().getErr());
            result.print(
                    report,
                    out -> out.println("nothing is signed at or below " + EnrolmentText.mark(report.mark())
                            + " on chain " + report.chainId()));
        }
        return ExitCode.OK.code();
    }
}
