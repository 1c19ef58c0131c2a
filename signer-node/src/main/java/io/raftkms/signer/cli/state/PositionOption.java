package io.raftkms.signer.cli.state;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --height}, {@code --round} and {@code --step} of commands that set a mark. */
final class PositionOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--height",
            required = true,
            paramLabel = "H",
            description = "Where the mark shall be: at the end of this height; with --round and --step: there.")
    private long height;

    @Option(names = "--round", paramLabel = "R", description = "Round within the height, with --step.")
    private Integer round;

    @Option(names = "--step", paramLabel = "STEP", description = "proposal, prevote or precommit, with --round.")
    private String step;

    long height() {
        return height;
    }

    /** Null without one. */
    Integer round() {
        if ((round == null) != (step == null)) {
            throw new ParameterException(command.commandLine(), "--round and --step go together");
        }
        return round;
    }

    /** Null without one. */
    String step() {
        return step;
    }

    /** As arguments of the same command elsewhere. */
    String arguments() {
        return " --height " + height + (round == null ? "" : " --round " + round + " --step " + step);
    }
}
