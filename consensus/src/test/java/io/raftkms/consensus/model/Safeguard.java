package io.raftkms.consensus.model;

/** What keeps the promises. Each can be taken out of the model, never out of the product; the comment says where it is. */
enum Safeguard {
    /** Raft: a vote goes to a candidate whose log is not behind. Ratis. */
    LOG_COMPARED_IN_VOTE,
    /** A vote is on the disk before it leaves. ForcedVoteRpc, VoteDirectoryForce. */
    VOTE_FORCED,
    /** A follower forces entries before it acknowledges them. Ratis, SettingAssertions. */
    FORCED_BEFORE_ACKNOWLEDGED,
    /** A leader counts itself for what its own disk has. Ratis, SettingAssertions. */
    LEADER_FORCED_BEFORE_COUNTED,
    /** Raft: only entries of the leader's own term are committed by counting. Ratis. */
    OWN_TERM_COUNTED,
    /** Term check and insertion of an append are one step. OneAtATimeInterceptor. */
    ONE_AT_A_TIME,
    /** What a killed process left in the page cache is forced by the next start. RaftFilesRewrite. */
    REWRITTEN_AT_START,
    /** A snapshot has the mark. SnapshotCodec. */
    SNAPSHOT_KEEPS_MARK,
    /** A snapshot has the reservations. SnapshotCodec. */
    SNAPSHOT_KEEPS_RESERVATIONS,
    /** The watermark is held against what is loaded and applied. Watermark, StoredMarks. */
    WATERMARK_COMPARED,
    /** A log that ends before what the own files name as applied is refused at start. LogScan.requireReached. */
    OWN_FILES_COMPARED,
    /** Signed only once the reservation is applied. LeaderSigning. */
    SIGNED_AFTER_COMMIT,
    /** The rule decides when the entry is applied. LedgerApply. */
    DECIDED_AT_APPLY,
    /** The reserved bytes are signed, not the request's. Release. */
    RESERVED_BYTES_SIGNED,
    /** What is signed is at the position that was asked for. Release. */
    POSITION_COMPARED,
    /** Each submission has a call id of its own. InProcessSubmission. */
    FRESH_CALL_IDS,
    /** A leader answers once an entry of its own term is applied. LeaderSigning, Ratis. */
    READY_BEFORE_ANSWERING,
    /** A peer refuses a log that ends before what it knows. HelloRule. */
    HELLO_REFUSES_OLD_LOG,
    /** A peer refuses a vote file older than what it knows. HelloRule. */
    HELLO_REFUSES_OLD_VOTE,
    /** A peer refuses a data directory that it did not count. HelloRule. */
    HELLO_REFUSES_NEW_DISK,
    /** One refusal outweighs every yes, also when it comes later. HelloExchange. */
    REFUSAL_OUTWEIGHS,
    /** Formed only when all others, asked after the own count was forced, report the same count. FormationStep. */
    COUNT_CONFIRMED
}
