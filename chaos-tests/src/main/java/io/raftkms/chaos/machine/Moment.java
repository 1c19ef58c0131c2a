package io.raftkms.chaos.machine;

/**
 * An instant in a member's life: a call on one of its files.
 *
 * @param names pattern of the shell for the name of the file
 */
public record Moment(Call call, String names) {
    /** Entries are in the log's file, and not forced: nobody counts them yet. On a leader the others may have them. */
    public static final Moment APPENDED = new Moment(Call.FORCE, "log_inprogress_*");
    /** Entries are forced, and nobody was told. */
    public static final Moment FORCED = new Moment(Call.FORCED, "log_inprogress_*");
    /** An entry is committed and applied here, and not signed: its reservation goes into the watermark first. */
    public static final Moment COMMITTED = new Moment(Call.WRITE, "watermark");
    /** The new term or vote is on the disk without its name. */
    public static final Moment VOTING = new Moment(Call.RENAME, "raft-meta");
    /** The vote has its name, and the directory is not forced. */
    public static final Moment VOTED = new Moment(Call.RENAMED, "raft-meta");
    /** The snapshot is on the disk without its name. */
    public static final Moment SNAPSHOT = new Moment(Call.RENAME, "snapshot.*");
}
