package io.raftkms.signer.cli.state;

import io.raftkms.signer.admin.PauseReport;
import io.raftkms.signer.admin.ResumeRequest;
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
import picocli.CommandLine.Spec;

/** {@code raftkms resume}. */
@Command(
        name = "resume",
        description = {"Let paused keys sign again, on all members.", "Sealed keys stay sealed."},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the keys are not paused any more",
            "2:wrong options or arguments",
            "10:the configuration has errors, or not this chain",
            "15:the member does not run, or another one leads",
            "22:no enrolled key is meant",
            "32:no leader within 10 s, or the outcome is unknown"
        })
public final class ResumeCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private KeysOption keys;

    @Mixin
    private ResultOption result;

    ResumeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            PauseReport report = connection.onLeader(
                    "/v1/resume",
                    new ResumeRequest(keys.chainId(), keys.publicKey()),
                    PauseReport.class,
                    file -> "raftkms resume -c " + file + keys.arguments(),
                    spec.commandLine().getErr());
            result.print(report, out -> PauseText.print(report, out));
        }
        return ExitCode.OK.code();
    }
}
