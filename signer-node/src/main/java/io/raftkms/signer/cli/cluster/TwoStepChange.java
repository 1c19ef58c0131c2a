package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.ConfigurationOption;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code cluster add} and {@code cluster replace} have in common: with {@code --ca} and {@code --out} a home is made
 * where the CA is; without, the group is changed on the leader. Decision 0043.
 */
final class TwoStepChange {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private JoiningOptions joining;

    @Mixin
    private ConfigurationOption config;

    @Mixin
    private ResultOption result;

    /** The second step. */
    @FunctionalInterface
    interface OnTheLeader {
        void run(Configuration configuration, JoiningMember joiner);
    }

    /**
     * @param member the argument: its form says which step it is for
     * @param command words before the member in the line for the leader
     * @return the exit code
     */
    int run(Environment environment, String member, String command, OnTheLeader change) {
        boolean makesHome = joining.makesHome();
        try {
            Configuration configuration = new ConfigurationLoader(environment).configuration(config.file());
            if (makesHome) {
                makeHome(environment, configuration, MemberArgument.parse(member), command);
            } else {
                change.run(configuration, JoiningMember.parse(member));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return ExitCode.OK.code();
    }

    private void makeHome(Environment environment, Configuration like, MemberArgument argument, String command) {
        NewMemberHome.Made made = new NewMemberHome(environment, like, joining.authority(), joining.out())
                .make(argument, joining.listener(), joining.validity(), command + " ");
        result.print(made, out -> NewMemberHome.print(made, argument, out));
    }

    boolean listener() {
        return joining.listener();
    }

    /** The second step's line for another member's configuration. */
    String line(String command, String member, String file) {
        return "raftkms cluster " + command + " " + ShellWord.of(member) + (joining.listener() ? " --listener" : "")
                + " -c " + file;
    }

    ResultOption result() {
        return result;
    }
}
