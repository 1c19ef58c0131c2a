package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.TransferReport;
import io.raftkms.signer.admin.TransferRequest;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster transfer}. */
@Command(
        name = "transfer",
        description = "Hand leadership to another member while signing goes on. Run it on the leading member.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:another member leads",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "15:the member does not run, or another one leads",
            "32:leadership did not move"
        })
public final class ClusterTransferCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOption config;

    @Option(names = "--to", paramLabel = "MEMBER", description = "The successor; else the most up-to-date follower.")
    private String to;

    @Mixin
    private ResultOption result;

    public ClusterTransferCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            TransferReport report = connection.onLeader(
                    "/v1/transfer",
                    new TransferRequest(to),
                    TransferReport.class,
                    file -> "raftkms cluster transfer -c " + file + (to == null ? "" : " --to " + ShellWord.of(to)),
                    spec.commandLine().getErr());
            result.print(
                    report, out -> out.println(report.leader() + " leads, after " + report.milliseconds() + " ms"));
        }
        return ExitCode.OK.code();
    }
}
