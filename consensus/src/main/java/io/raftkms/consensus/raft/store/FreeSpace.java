package io.raftkms.consensus.raft.store;

/**
 * What is left for the data directory.
 *
 * @param bytes that this process may still write
 * @param roomForFiles whether a handful of files could be made: a file system can run out of inodes before it is full
 */
public record FreeSpace(long bytes, boolean roomForFiles) {}
