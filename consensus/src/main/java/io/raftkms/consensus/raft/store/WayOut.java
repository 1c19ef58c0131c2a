package io.raftkms.consensus.raft.store;

/** The ends of sentences that an operator reads when a member refuses its own files: what to do about it. */
final class WayOut {
    /** A member whose files cannot be trusted may never run again, or it could promise twice. */
    static final String REPLACE =
            "Replace the member: give its place in the cluster to a new identity with an empty data directory, which"
                    + " catches up from the others. Do not restore or delete single files.";

    /** Before replacing: the directory may simply be the wrong one. */
    static final String MOUNT_OR_REPLACE =
            "If a volume is not mounted or the path is wrong, mend that. Otherwise: " + REPLACE;

    /** The state is right, the program is too old for it. */
    static final String NEWER_PROGRAM =
            "Install the version of raftkms that wrote it, or a newer one, and start the member again.";

    /** The environment is wrong, not the state. */
    static final String ACCESS =
            "Make the directory belong to the user that runs raftkms, on a local file system that supports locks.";

    /** An error of the disk in operation or at start. */
    static final String DISK =
            "A full disk: make room, then start the member. An input/output error: replace the disk and the member.";

    /** Files and connections count alike. */
    static final String DESCRIPTORS =
            "Raise the limit of open files (LimitNOFILE in a systemd unit, ulimit -n in a shell), or find who opens so many"
                    + " connections to this member.";

    private WayOut() {}
}
