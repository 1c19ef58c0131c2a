package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.admin.GroupCommands;
import io.raftkms.signer.admin.GroupReport;
import io.raftkms.signer.admin.RemoveMemberRequest;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.MemberConnection;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code raftkms cluster replace}. */
@Command(
        name = "replace",
        description = {
            "Put a new member in the place of another, while signing goes on: take the new one in, wait until it is up to date"
                    + " and signs with every key, take the old one out. In two steps, as `cluster add`.",
            "With --ca and --out: make its home, where the CA is; MEMBER is " + MemberArgument.FORM + ".",
            "Without: on the leading member, which must not be the old one; MEMBER is " + JoiningMember.FORM + "."
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
public final class ClusterReplaceCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "Name of the member that goes.")
    private String old;

    @Parameters(index = "1", paramLabel = "MEMBER", description = "The new member.")
    private String member;

    @Mixin
    private TwoStepChange steps;

    public ClusterReplaceCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        return steps.run(environment, member, words(), this::replace);
    }

    private String words() {
        return "replace " + ShellWord.of(old);
    }

    private void replace(Configuration configuration, JoiningMember joiner) {
        try (MemberConnection connection = new MemberConnection(configuration)) {
            if (old.equals(connection.status().leader())) {
                throw new CommandException(MessageCode.GROUP_LEADER_STAYS, old + " leads; nothing was changed");
            }
            change(connection, "/v1/group/add", joiner.request(steps.listener()));
            String successor = steps.listener() ? null : joiner.id().name();
            GroupReport report = change(connection, "/v1/group/remove", new RemoveMemberRequest(old, successor));
            steps.result()
                    .print(
                            report,
                            out -> GroupText.print(joiner.id().name() + " is in the place of " + old, report, out));
        }
    }

    private GroupReport change(MemberConnection connection, String path, Object request) {
        return connection.onLeader(
                path,
                request,
                GroupReport.class,
                GroupCommands.LIMIT,
                file -> steps.line(words(), member, file),
                spec.commandLine().getErr());
    }
}
