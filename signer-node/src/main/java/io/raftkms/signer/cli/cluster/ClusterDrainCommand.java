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

/** {@code raftkms cluster drain}. */
@Command(
        name = "drain",
        description =
                "Give up leadership on this member and do not stand for election until it is undrained, also after a restart. It goes"
                        + " on voting and signing. For planned work on its host.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or it was so already",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run",
            "22:refused: no other member could lead",
            "32:leadership did not move"
        })
public final class ClusterDrainCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterDrainCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            DrainReport report = connection.post("/v1/drain", new DrainCommands.Request(), DrainReport.class);
            result.print(report, out -> DrainText.print(report, out));
        }
        return ExitCode.OK.code();
    }
}
