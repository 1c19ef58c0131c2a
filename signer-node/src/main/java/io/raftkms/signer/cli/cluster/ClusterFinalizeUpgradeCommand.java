package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.UpgradeReport;
import io.raftkms.signer.admin.UpgradeRequest;
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

/** {@code raftkms cluster finalize-upgrade}. */
@Command(
        name = "finalize-upgrade",
        description = {
            "After every member was upgraded: let the cluster use what the new version brings. There is no way back to the old one.",
            "Refused until every member reports a program that knows it. Run it on the leading member; it may be repeated."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the cluster uses the newest version that its members know",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run, or another one leads",
            "22:a member does not answer or runs an older program",
            "32:no leader within 10 s, or the outcome is unknown"
        })
public final class ClusterFinalizeUpgradeCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterFinalizeUpgradeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            UpgradeReport report = connection.onLeader(
                    "/v1/group/finalize-upgrade",
                    new UpgradeRequest(),
                    UpgradeReport.class,
                    file -> "raftkms cluster finalize-upgrade -c " + file,
                    spec.commandLine().getErr());
            result.print(
                    report,
                    out -> out.println(
                            report.already()
                                    ? "nothing to do: log entries are of version " + report.version()
                                            + ", and no member knows a newer one"
                                    : "log entries are of version " + report.version() + " from now on"));
        }
        return ExitCode.OK.code();
    }
}
