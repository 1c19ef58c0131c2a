package io.raftkms.consensus.raft;

/**
 * Why a member does not start or ends itself. The signer gives each its message code; the exit code is by {@link
 * #severity()}.
 */
public enum Fault {
    DATA_DIRECTORY_LOCKED(Severity.CONFIGURATION),

    /** A file of certificates or keys is not there or cannot be read. */
    TLS_MATERIAL_MISSING(Severity.CONFIGURATION),
    /** A certificate or key cannot be used: not PEM, not issued by the cluster's CA, or the two do not belong together. */
    TLS_MATERIAL_INVALID(Severity.CONFIGURATION),
    TLS_CERTIFICATE_EXPIRED(Severity.CONFIGURATION),
    TLS_CERTIFICATE_NOT_YET_VALID(Severity.CONFIGURATION),
    /** The certificate is a good one of another member, cluster or host. */
    TLS_IDENTITY_MISMATCH(Severity.CONFIGURATION),
    PORT_IN_USE(Severity.CONFIGURATION),
    /** An even number of members without the flag that allows it. */
    EVEN_CLUSTER(Severity.CONFIGURATION),
    /** The configured members do not include this one, or include one twice. */
    GROUP_INVALID(Severity.CONFIGURATION),

    /** A Ratis setting under which an acknowledged entry can be lost. */
    RATIS_SETTING_UNSAFE(Severity.SAFETY),
    /** A write or fsync of the Raft log failed: what the disk holds is not known any more. */
    LOG_WRITE_FAILED(Severity.SAFETY),
    /** A snapshot could not be written or forced. */
    SNAPSHOT_WRITE_FAILED(Severity.SAFETY),
    SNAPSHOT_DAMAGED(Severity.SAFETY),
    /** An entry of a version or kind that this program does not know. */
    ENTRY_UNKNOWN(Severity.SAFETY),

    /** The ledger failed on a committed entry. */
    APPLY_FAILED(Severity.RESTARTABLE),
    /** Ratis closed the group on this member although nobody asked for it. */
    RAFT_CLOSED(Severity.RESTARTABLE),
    /** A thread that Raft needs died or hangs. */
    RAFT_WORKER_DEAD(Severity.RESTARTABLE),
    RAFT_START_FAILED(Severity.RESTARTABLE);

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
