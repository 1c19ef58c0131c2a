package io.raftkms.signer.cli.drill;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a drill takes the leader away. */
enum FailoverKind {
    /** Leadership is handed to another member while the leader goes on serving. */
    TRANSFER("transfer", "hand leadership to another member, as for planned work"),
    /** The leader gives up, nobody is asked to follow it: an election. */
    STEP_DOWN("step-down", "make the leader give up without a successor: an election, every process goes on"),
    /** The leader's process is killed. */
    KILL("kill", "kill the leader's process with SIGKILL; its supervisor must start it again");

    private final String word;
    private final String meaning;

    FailoverKind(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    static Optional<FailoverKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(FailoverKind::toString).collect(Collectors.joining(", "));
    }

    /** What is done, as a command to a person. */
    String meaning() {
        return meaning;
    }

    /** The line that does it on the leader's own host. */
    String lineFor(String configuration) {
        return switch (this) {
            case TRANSFER -> "raftkms cluster transfer -c " + configuration;
            case STEP_DOWN -> "raftkms drill failover --kind step-down --rounds 1 -c " + configuration;
            case KILL -> "systemctl kill --signal=KILL raftkms      (or kill -9 the member's process)";
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
