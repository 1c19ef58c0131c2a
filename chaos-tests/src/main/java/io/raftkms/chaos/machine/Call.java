package io.raftkms.chaos.machine;

/** Calls of a member on its files, and the instants after them. */
public enum Call {
    WRITE,
    /** Bytes are in the page cache, and the member does not know it yet. */
    WRITTEN,
    /** Of a file or of a directory. */
    FORCE,
    /** Bytes are on the disk, and the member does not know it yet. */
    FORCED,
    /** By the new name. */
    RENAME,
    RENAMED
}
