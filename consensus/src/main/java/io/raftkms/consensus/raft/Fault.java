package io.raftkms.consensus.raft;

/**
 * Why a member does not start or ends itself. The signer gives each its message code; the exit code is by {@link
 * #severity()}.
 */
public enum Fault {
    /** Another process runs on the same data directory. */
    DATA_DIRECTORY_LOCKED(Severity.CONFIGURATION),
    /** The data directory is missing, not accessible, or on a file system without locks. */
    DATA_DIRECTORY_UNUSABLE(Severity.CONFIGURATION),
    /** identity.json is not there: not initialised, not mounted, or lost. */
    IDENTITY_MISSING(Severity.SAFETY),
    /** identity.json is not what init wrote. */
    IDENTITY_DAMAGED(Severity.SAFETY),
    /** A file of the data directory is of another cluster or another member. */
    IDENTITY_MISMATCH(Severity.SAFETY),
    /** A file of the data directory is whole and of a format that this program does not know. */
    FORMAT_UNKNOWN(Severity.SAFETY),
    /** run.json is not there although the member has run before. */
    RUN_RECORD_MISSING(Severity.SAFETY),
    /** run.json is not what a start wrote. */
    RUN_RECORD_DAMAGED(Severity.SAFETY),
    /** Raft's directory is empty, or ends before or differs from what was applied already: lost or restored. */
    RAFT_DATA_LOST(Severity.SAFETY),
    /** Raft's directory holds another group than this cluster's. */
    RAFT_DATA_FOREIGN(Severity.SAFETY),
    /** A log segment is unreadable or missing. */
    RAFT_LOG_DAMAGED(Severity.SAFETY),
    /** The last record of the log is incomplete, with nothing behind it: a write that power loss cut short. */
    RAFT_LOG_TORN(Severity.SAFETY),
    /** The newest snapshot does not fit its checksum, its name or the log. */
    RAFT_SNAPSHOT_DAMAGED(Severity.SAFETY),
    /** The vote file is missing or unreadable. */
    VOTE_FILE_DAMAGED(Severity.SAFETY),
    /** The vote file knows an older term than the log: a vote may have been forgotten. */
    VOTE_FILE_OLD(Severity.SAFETY),
    /** Raft's record of the group's members is there but unreadable. */
    RAFT_GROUP_FILE_DAMAGED(Severity.SAFETY),
    /** The watermark file is gone or lacks keys although marks were written. */
    WATERMARK_MISSING(Severity.SAFETY),
    /** The watermark file is not what a member wrote. */
    WATERMARK_DAMAGED(Severity.SAFETY),
    /** The cluster's log has gone back behind, or differs from, what this member has recorded as applied before. */
    WATERMARK_REGRESSION(Severity.SAFETY),
    /** The ledger, after replay, is behind what this member recorded: the Raft data is not the one it had. */
    WATERMARK_AHEAD(Severity.SAFETY),
    /** peers.json is not there although this member has run before. */
    PEERS_FILE_MISSING(Severity.SAFETY),
    /** peers.json is not what a member wrote. */
    PEERS_FILE_DAMAGED(Severity.SAFETY),
    /** Another member says: of another cluster, or the group has another identity in this member's place, or none. */
    HELLO_NOT_A_MEMBER(Severity.SAFETY),
    /** Another member knows this one from before its data directory began. */
    HELLO_BEGUN_ANEW(Severity.SAFETY),
    /** Another member holds an acknowledgement of this one that its log or vote file does not reach. */
    HELLO_STATE_OLD(Severity.SAFETY),
    /** Another member has seen a newer start of this one, or another with the same number. */
    HELLO_START_SUPERSEDED(Severity.SAFETY),
    /** Another member reaches an earlier start of this one, which still runs. */
    HELLO_RUNS_TWICE(Severity.SAFETY),
    /** A file of the data directory could not be read at start. */
    DISK_READ_FAILED(Severity.SAFETY),
    /** A write or force failed: what the disk holds is unknown. Covers EIO, so never restarted by itself. */
    DISK_WRITE_FAILED(Severity.SAFETY),
    /** The data directory, or what Raft keeps in it, is not the one any more that the member started on. */
    DATA_DIRECTORY_GONE(Severity.SAFETY),
    /** No file could be opened: the process has as many open as it may. Nothing was written, so a restart is right. */
    FILE_LIMIT(Severity.RESTARTABLE),

    /** A file of certificates or keys is not there or cannot be read. */
    TLS_MATERIAL_MISSING(Severity.CONFIGURATION),
    /** A certificate or key cannot be used: not PEM, not issued by the cluster's CA, or the two do not belong together. */
    TLS_MATERIAL_INVALID(Severity.CONFIGURATION),
    TLS_CERTIFICATE_EXPIRED(Severity.CONFIGURATION),
    TLS_CERTIFICATE_NOT_YET_VALID(Severity.CONFIGURATION),
    /** The certificate is on the cluster's list of revoked ones. */
    TLS_CERTIFICATE_REVOKED(Severity.CONFIGURATION),
    /** The certificate is a good one of another member, cluster or host. */
    TLS_IDENTITY_MISMATCH(Severity.CONFIGURATION),
    PORT_IN_USE(Severity.CONFIGURATION),
    /** The address to bind to is unknown, not one of this host, or not allowed to this user. */
    ADDRESS_UNUSABLE(Severity.CONFIGURATION),
    /** An even number of members without the flag that allows it. */
    EVEN_CLUSTER(Severity.CONFIGURATION),
    /** The configured members do not include this one, or include one twice. */
    GROUP_INVALID(Severity.CONFIGURATION),

    /** A Ratis setting under which an acknowledged entry can be lost. */
    RATIS_SETTING_UNSAFE(Severity.SAFETY),
    /** The group was changed, and this member is not in it any more: its id never comes back. */
    MEMBER_REMOVED(Severity.SAFETY),
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
