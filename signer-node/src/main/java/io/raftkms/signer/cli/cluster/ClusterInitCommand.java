package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.message.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code raftkms cluster init}. */
@Command(
        name = "init",
        description = {
            "Make a new cluster: one complete home for each member, and the CA's key beside them.",
            "Nothing is overwritten: the directory must be absent or empty."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the directory is complete",
            "2:wrong options or arguments",
            "10:an even number of members without --allow-even",
            "11:the directory is not empty or cannot be written, or the key file cannot be read",
            "12:the key file is damaged or of an unsupported type"
        })
public final class ClusterInitCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private NewClusterOptions cluster;

    @Mixin
    private ResultOption result;

    public ClusterInitCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ClusterPlan plan = cluster.plan(environment);
        String fingerprint = cluster.write(environment, plan);
        ClusterInitReport report =
                new ClusterInitReport(plan, cluster.directory(environment), fingerprint, cluster.importsKey());
        result.print(report.json(), report::print);
        return ExitCode.OK.code();
    }
}
