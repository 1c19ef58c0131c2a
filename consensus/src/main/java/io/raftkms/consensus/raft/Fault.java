package io.raftkms.consensus.raft;

/**
 * Why a member does not start or ends itself. The signer gives each its message code; the exit code is by {@link
 * #severity()}.
 */
public enum Fault {
    DATA_DIRECTORY_LOCKED(Severity.CONFIGURATION);

    /** What a supervisor should make of it. */
    public enum Severity {
        /** Mend the configuration or environment first: exit 10-19. */
        CONFIGURATION,
        /** Refused for safety, never restarted by itself: exit 20-29. */
        SAFETY,
        /** Fail-stop after which a restart is right: exit 30-39. */
        RESTARTABLE
    }

    private final Severity severity;

    Fault(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }
}
