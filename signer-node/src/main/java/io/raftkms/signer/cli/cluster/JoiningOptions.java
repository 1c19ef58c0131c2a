package io.raftkms.signer.cli.cluster;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options with which {@code cluster add} and {@code cluster replace} make a home. */
final class JoiningOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--ca",
            paramLabel = "DIR",
            description = "Make a home: the ca directory of `cluster init`, which never is on a member.")
    private Path authority;

    @Option(names = "--out", paramLabel = "DIR", description = "Make a home: where; absent or empty.")
    private Path out;

    @Option(
            names = "--certificate-days",
            paramLabel = "DAYS",
            defaultValue = "730",
            description = "Validity of the new member's certificate: ${DEFAULT-VALUE} days.")
    private int certificateDays;

    @Option(names = "--listener", description = "A copy of the log: no vote, no key, no links.")
    private boolean listener;

    boolean listener() {
        return listener;
    }

    /** Whether a home is to be made; else the group is changed. */
    boolean makesHome() {
        if ((authority == null) != (out == null)) {
            throw new ParameterException(command.commandLine(), "--ca and --out go together");
        }
        return authority != null;
    }

    Path authority() {
        return authority;
    }

    Path out() {
        return out;
    }

    Duration validity() {
        if (certificateDays < 1 || certificateDays > 36_500) {
            throw new ParameterException(command.commandLine(), "--certificate-days is 1 to 36500");
        }
        return Duration.ofDays(certificateDays);
    }
}
