package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.LowerRequest;
import io.raftkms.signer.admin.MarkReport;
import io.raftkms.signer.cli.ChainArgument;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.EnrolmentText;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.MessageCode;
import java.io.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code raftkms state lower}. */
@Command(
        name = "lower",
        description = {
            "Set the mark of a paused key back, for a chain that was restarted at a lower height. It asks, and keeps the reason in the log.",
            "What was signed above the new mark stays known and is not signed otherwise, unless --forget-recent."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the mark is there",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "15:the member does not run, or another one leads",
            "22:the lowering is refused, or not confirmed",
            "32:no leader within 10 s, or the outcome is unknown"
        })
final class StateLowerCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeyOption key;

    @Mixin
    private PositionOption position;

    @Option(
            names = "--forget-recent",
            description = "Forget what was signed above the new mark, too: other bytes may be signed there again.")
    private boolean forgetRecent;

    @Mixin
    private ResultOption result;

    StateLowerCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        ChainArgument.requireConfigured(configuration, key.chainId());
        position.round();
        String reason = confirm();
        LowerRequest request = new LowerRequest(
                key.chainId(),
                key.publicKey(),
                position.height(),
                position.round(),
                position.step(),
                forgetRecent,
                reason);
        try (MemberConnection connection = new MemberConnection(configuration)) {
            MarkReport report = connection.onLeader(
                    "/v1/state/lower",
                    request,
                    MarkReport.class,
                    file -> "raftkms state lower -c " + file + key.arguments() + position.arguments()
                            + (forgetRecent ? " --forget-recent" : ""),
                    spec.commandLine().getErr());
            result.print(
                    report,
                    out -> out.println("the mark on chain " + report.chainId() + " is "
                            + EnrolmentText.mark(report.mark()) + "; above it " + report.binding()
                            + " reservations bind"));
        }
        return ExitCode.OK.code();
    }

    /** The reason, typed by a person: there is no option for it, so that no script lowers a mark. */
    private String confirm() {
        Console console = System.console();
        if (console == null) {
            throw new CommandException(MessageCode.LOWER_NOT_CONFIRMED, "there is no terminal to ask on");
        }
        console.printf("Heights above the new mark can be signed again on chain %s.%n", key.chainId());
        if (!key.chainId().equals(console.readLine("Type the chain's id to go on: "))) {
            throw new CommandException(MessageCode.LOWER_NOT_CONFIRMED, "the answer was not the chain's id");
        }
        if (forgetRecent) {
            console.printf("What was signed there is forgotten: other bytes may be signed in its place.%n");
            if (!"forget".equals(console.readLine("Type \"forget\" if the chain was restarted below: "))) {
                throw new CommandException(MessageCode.LOWER_NOT_CONFIRMED, "the answer was not \"forget\"");
            }
        }
        String reason = console.readLine("Reason, for the log: ");
        if (reason == null || reason.isBlank()) {
            throw new CommandException(MessageCode.LOWER_NOT_CONFIRMED, "no reason was given");
        }
        return reason;
    }
}
