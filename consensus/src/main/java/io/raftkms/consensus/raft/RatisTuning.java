package io.raftkms.consensus.raft;

import org.apache.ratis.util.SizeInBytes;

/**
 * Sizes and counts that decide how the log is cut and kept; tests of snapshots take small ones.
 *
 * @param segmentSize of a log segment; smaller files make repair and copying easier
 * @param preallocated step in which a segment grows, filled with zeroes: a latency spike each
 * @param snapshotEvery entries between snapshots; keeps the replay at a start short
 * @param purgeGap entries that are purged at least at once
 * @param purgeKept entries that are kept although a snapshot holds them: for a member that was away for hours
 * @param purgeBeyondSlowest purge what a slow or absent member has not got yet; it then needs a snapshot. Else the logs
 *     of all others would grow for as long as it is away
 */
record RatisTuning(
        SizeInBytes segmentSize,
        SizeInBytes preallocated,
        long snapshotEvery,
        int purgeGap,
        long purgeKept,
        boolean purgeBeyondSlowest) {

    static final RatisTuning PRODUCTION =
            new RatisTuning(SizeInBytes.valueOf("8MB"), SizeInBytes.valueOf("512KB"), 50_000, 1024, 100_000, true);
}
