package io.raftkms.signer.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * Exit codes, by class: a supervisor decides by them, people read the message code. 10-19: mend the configuration or the
 * environment first. 20-29: refused for safety, never restarted by itself. 30-39, and 3: a restart or another try is
 * right.
 */
public enum ExitCode {
    OK(0, "done"),
    UNEXPECTED(1, "an error that raftkms has no message for"),
    USAGE(2, "wrong options or arguments"),
    /** Of the JVM's own {@code ExitOnOutOfMemoryError}, which nothing in the process can survive or translate. */
    JVM_OUT_OF_MEMORY(3, "the JVM ended the process for lack of memory"),
    CONFIGURATION(10, "the configuration file cannot be used"),
    FILE(11, "a file or directory is missing, unreadable or in the way"),
    KEY(12, "a key file cannot be used"),
    TLS(13, "TLS material cannot be used"),
    ENVIRONMENT(14, "a port or directory is in use by another process"),
    WRONG_PLACE(15, "the member does not run, or another member has to be asked"),
    STATE(20, "the member's own state is missing, damaged, old or foreign"),
    FOREIGN(21, "the member or its peer belongs to another cluster"),
    REFUSED(22, "the ledger or a check refused the command"),
    DISK(23, "a write or fsync failed"),
    UNSAFE(24, "going on could break a promise of the signer"),
    FAIL_STOP(30, "the member ended itself"),
    OUT_OF_MEMORY(31, "the member ran out of memory"),
    NO_LEADER(32, "no leader, or no majority, in time");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The exit code of this number, if raftkms has it. */
    public static Optional<ExitCode> of(int code) {
        return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
