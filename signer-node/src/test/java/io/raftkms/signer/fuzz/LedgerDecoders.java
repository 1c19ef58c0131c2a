package io.raftkms.signer.fuzz;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.ledger.SnapshotFormatException;
import io.raftkms.consensus.ledger.UnknownEntryException;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.RawBytesGuard;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** What is in the log and in snapshots, one's own and the leader's. */
final class LedgerDecoders {
    private static final int CHECKSUM_BYTES = 32;

    private LedgerDecoders() {}

    static List<Decoder> all() {
        return List.of(
                Decoder.of(
                        "signBytes",
                        "sign bytes in log, snapshot, imported files, raw requests",
                        LedgerDecoders::signBytes,
                        "protocol.signbytes.CanonicalParser"),
                Decoder.of(
                        "logEntry",
                        "the Raft log",
                        bytes -> Refusal.orResult(UnknownEntryException.class, () -> CommandCodec.decode(bytes)),
                        "consensus.ledger.CommandCodec"),
                Decoder.of(
                        "snapshot",
                        "snapshots; the checksum mended too",
                        LedgerDecoders::snapshot,
                        "consensus.ledger.SnapshotCodec",
                        "consensus.raft.SnapshotFiles"),
                Decoder.of(
                        "ledger",
                        "snapshots and bundles",
                        bytes -> Refusal.orResult(IllegalArgumentException.class, () -> LedgerState.decode(bytes)),
                        "consensus.ledger.StateCodec"));
    }

    private static void signBytes(byte[] bytes) {
        CanonicalMessage.parse(ByteString.copyFrom(bytes));
        RawBytesGuard.looksCanonical(ByteString.copyFrom(bytes));
    }

    private static void snapshot(byte[] bytes) throws Exception {
        Refusal.orResult(SnapshotFormatException.class, () -> SnapshotCodec.decode(bytes));
        int end = bytes.length - CHECKSUM_BYTES;
        if (end > 0) {
            byte[] mended = bytes.clone();
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, end));
            System.arraycopy(sum, 0, mended, end, sum.length);
            Refusal.orResult(SnapshotFormatException.class, () -> SnapshotCodec.decode(mended));
        }
    }
}
