package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.GroupCommands;
import io.raftkms.signer.admin.GroupReport;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.config.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster add}. */
@Command(
        name = "add",
        description = {
            "Take a new member into a running cluster, in two steps.",
            "With --ca and --out: make its home, where the CA is; MEMBER is " + MemberArgument.FORM
                    + ". It prints what to copy, and the second line.",
            "Without: on the leading member, take it in once it runs; MEMBER is " + JoiningMember.FORM + "."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done, or it was so already",
            "2:wrong options or arguments",
            "10-13:configuration, directory or CA cannot be used",
            "15:the member does not run, or another one leads",
            "22:refused: the group cannot be changed so, or too few members would be left",
            "32:no answer, another change under way, or outcome unknown: run it again"
        })
public final class ClusterAddCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MEMBER", description = "The new member.")
    private String member;

    @Mixin
    private TwoStepChange steps;

    public ClusterAddCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return steps.run(environment, member, "add", this::takeIn);
    }

    private void takeIn(Configuration configuration, JoiningMember joiner) {
        try (MemberConnection connection = new MemberConnection(configuration)) {
            GroupReport report = connection.onLeader(
                    "/v1/group/add",
                    joiner.request(steps.listener()),
                    GroupReport.class,
                    GroupCommands.LIMIT,
                    file -> steps.line("add", member, file),
                    spec.commandLine().getErr());
            steps.result().print(report, out -> GroupText.print(joiner.id().name() + " is in", report, out));
        }
    }
}
