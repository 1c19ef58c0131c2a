package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.DrainCommands;
import io.raftkms.signer.admin.DrainReport;
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

/** {@code raftkms cluster undrain}. */
@Command(
        name = "undrain",
        description = "Let this member stand for election again.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or it was so already",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run",
            "22:refused: no other member could lead",
            "32:leadership did not move"
        })
public final class ClusterUndrainCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterUndrainCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            DrainReport report = connection.post("/v1/undrain", new DrainCommands.Request(), DrainReport.class);
            result.print(report, out -> DrainText.print(report, out));
        }
        return ExitCode.OK.code();
    }
}
