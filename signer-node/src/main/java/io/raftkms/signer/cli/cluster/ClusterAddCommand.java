package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.GroupCommands;
import io.raftkms.signer.admin.GroupReport;
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
import picocli.CommandLine.ParameterException;
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
    private JoiningOptions joining;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    public ClusterAddCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        boolean makesHome = joining.makesHome();
        try {
            Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
            if (makesHome) {
                makeHome(configuration, MemberArgument.parse(member));
            } else {
                takeIn(configuration, JoiningMember.parse(member));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return ExitCode.OK.code();
    }

    private void makeHome(Configuration like, MemberArgument argument) {
        NewMemberHome.Made made = new NewMemberHome(environment, like, joining.authority(), joining.out())
                .make(argument, joining.listener(), joining.validity(), "add ");
        result.print(made, out -> NewMemberHome.print(made, argument, out));
    }

    private void takeIn(Configuration configuration, JoiningMember joiner) {
        try (MemberConnection connection = new MemberConnection(configuration)) {
            GroupReport report = connection.onLeader(
                    "/v1/group/add",
                    joiner.request(joining.listener()),
                    GroupReport.class,
                    GroupCommands.LIMIT,
                    file -> "raftkms cluster add " + ShellWord.of(member) + (joining.listener() ? " --listener" : "")
                            + " -c " + file,
                    spec.commandLine().getErr());
            result.print(report, out -> GroupText.print(joiner.id().name() + " is in", report, out));
        }
    }
}
