package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.ShellWord;
import io.raftkms.signer.message.ExitCode;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a member that {@code cluster run} started ended.
 *
 * @param configuration its file
 * @param code as a shell shows it: 128 and the signal's number for one that was killed
 */
record MemberEnd(String name, Path configuration, int code) {
    private static final int SIGNAL = 128;
    private static final int MEND_FIRST = 10;
    private static final int REFUSED = 20;
    private static final int RESTART = 30;

    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP",
            2, "SIGINT",
            6, "SIGABRT: the JVM crashed",
            9, "SIGKILL: kill -9, or the kernel for lack of memory",
            11, "SIGSEGV: the JVM crashed",
            15, "SIGTERM");

    /** Whether it ended as it does when it is told to. */
    boolean inOrder() {
        return code == ExitCode.OK.code();
    }

    /** In a few words. */
    String what() {
        if (inOrder()) {
            return "stopped in order (exit code 0)";
        }
        if (code > SIGNAL) {
            int signal = code - SIGNAL;
            String name = SIGNALS.get(signal);
            return "killed by signal " + signal + (name == null ? "" : " (" + name + ")");
        }
        return "ended with exit code " + code
                + ExitCode.of(code).map(known -> ": " + known.meaning()).orElse("");
    }

    /** What an operator does then; the classes of exit codes say it. */
    String toDo() {
        String start = "raftkms start -c " + ShellWord.of(configuration);
        if (code >= REFUSED && code < RESTART) {
            return "do not start it again: look its RK code up in docs/messages.md; most such members are replaced";
        }
        boolean mend = code == ExitCode.USAGE.code() || (code >= MEND_FIRST && code < REFUSED);
        return (mend ? "mend what its message says, then, in another terminal: " : "in another terminal: ") + start;
    }
}
