package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.GroupCommands;
import io.raftkms.signer.admin.GroupReport;
import io.raftkms.signer.admin.RemoveMemberRequest;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster remove}. */
@Command(
        name = "remove",
        description = {
            "Take a member out of a running cluster, for ever. Run it on the leading member.",
            "The removed member ends by itself and must not be started again; signing goes on."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or it was so already",
            "2:wrong options or arguments",
            "10-11:configuration, CA or directory cannot be used",
            "15:the member does not run, or another one leads",
            "22:refused: the group cannot be changed so, or too few members would be left",
            "32:no answer, another change under way, or outcome unknown: run it again"
        })
public final class ClusterRemoveCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The member.")
    private String name;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterRemoveCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
        try (MemberConnection connection = new MemberConnection(configuration)) {
            GroupReport report = connection.onLeader(
                    "/v1/group/remove",
                    new RemoveMemberRequest(name, null),
                    GroupReport.class,
                    GroupCommands.LIMIT,
                    file -> "raftkms cluster remove " + ShellWord.of(name) + " -c " + file,
                    spec.commandLine().getErr());
            result.print(report, out -> GroupText.print(name + " is out", report, out));
        }
        return ExitCode.OK.code();
    }
}
