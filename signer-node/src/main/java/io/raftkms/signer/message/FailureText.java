package io.raftkms.signer.message;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.signer.key.KeyFaultException;
import java.io.PrintWriter;
import java.util.List;

/** What people see when a command or a member ends with a failure: code, what was found, what to do. No stack trace. */
public final class FailureText {
    /** Nobody reads more; a file that is no configuration has thousands. */
    private static final int MOST_SHOWN = 100;

    private FailureText() {}

    /**
     * Prints the failure.
     *
     * @param verbose adds the stack trace
     * @return how the process should end
     */
    public static ExitCode print(Throwable failure, PrintWriter err, boolean verbose) {
        List<Failure> failures = failures(failure);
        if (failures.size() == 1) {
            printOne(failures.get(0), err);
        } else {
            failures.stream().limit(MOST_SHOWN).forEach(each -> err.println(each.code() + " " + each.detail()));
            String rest = failures.size() > MOST_SHOWN ? ", the first " + MOST_SHOWN + " of them here" : "";
            err.println(failures.size() + " errors" + rest + "; docs/messages.md explains the codes.");
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failures.get(0).code().exitCode();
    }

    private static List<Failure> failures(Throwable failure) {
        if (failure instanceof CommandException expected) {
            return expected.failures();
        }
        if (failure instanceof MemberFaultException fault) {
            return List.of(Failure.of(MessageCode.of(fault.fault()), fault.getMessage()));
        }
        if (failure instanceof KeyFaultException key) {
            return List.of(Failure.of(MessageCode.of(key.fault()), key.getMessage()));
        }
        if (failure instanceof OutOfMemoryError) {
            return List.of(Failure.of(MessageCode.OUT_OF_MEMORY, String.valueOf(failure.getMessage())));
        }
        return List.of(Failure.of(MessageCode.UNEXPECTED, failure.toString()));
    }

    private static void printOne(Failure failure, PrintWriter err) {
        err.println(failure.code() + " " + failure.code().title());
        failure.detail().lines().forEach(line -> err.println("  " + line));
        err.println("  To do: " + failure.toDo().orElse(failure.code().toDo()));
    }
}
