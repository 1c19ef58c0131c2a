package io.raftkms.signer.message;

import java.util.List;

/** Ends a command with failures that were expected: shown with code, text and advice, without a stack trace. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Failure> failures;

    public CommandException(List<Failure> failures) {
        super(failures.get(0).code() + " " + failures.get(0).detail());
        this.failures = List.copyOf(failures);
    }

    public CommandException(MessageCode code, String detail) {
        this(List.of(Failure.of(code, detail)));
    }

    public CommandException(MessageCode code, String detail, String toDo) {
        this(List.of(Failure.of(code, detail, toDo)));
    }

    /** Keeps the cause for {@code -v}. */
    public CommandException(MessageCode code, String detail, Throwable cause) {
        this(code, detail);
        initCause(cause);
    }

    /** At least one. */
    public List<Failure> failures() {
        return failures;
    }

    /** The first failure's. */
    public ExitCode exitCode() {
        return failures.get(0).code().exitCode();
    }
}
