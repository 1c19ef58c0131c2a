package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HexFormat;
import java.util.List;

/**
 * What {@code state show} shows: the ledger as this member has applied it.
 *
 * @param hash of the whole ledger, lower-case hex: equal on members that applied the same entries
 */
public record LedgerReport(String self, long appliedIndex, String hash, List<Key> keys) {
    /**
     * One enrolled key.
     *
     * @param publicKey lower-case hex
     * @param address upper-case hex, as CometBFT shows it
     * @param enrolment how it began
     * @param reservations how many are kept with their bytes
     * @param state enrolled, paused or sealed
     * @param pausedFrom the first height that is not signed while it is paused; null for every height
     * @param lowering the last lowering of the mark; null if there was none
     */
    public record Key(
            String chainId,
            String keyType,
            String publicKey,
            String address,
            String enrolment,
            Mark mark,
            int reservations,
            String state,
            Long pausedFrom,
            Lowered lowering) {
        static Key of(KeyState key) {
            String state = key.sealed() ? "sealed" : key.pause().isPresent() ? "paused" : "enrolled";
            return new Key(
                    key.key().chainId(),
                    key.key().publicKey().type().wireName(),
                    hex(key.key().publicKey().bytes().toByteArray()),
                    ConsensusAddress.of(key.key().publicKey()).hex(),
                    key.enrolment().toString(),
                    Mark.of(key.mark()),
                    key.reservations().size(),
                    state,
                    pausedFrom(key),
                    key.lowering().map(Lowered::of).orElse(null));
        }

        private static Long pausedFrom(KeyState key) {
            return key.pause()
                    .filter(pause -> pause.fromHeight().isPresent())
                    .map(pause -> pause.fromHeight().getAsLong())
                    .orElse(null);
        }
    }

    /**
     * A lowering.
     *
     * @param index of its log entry
     * @param reason as the operator typed it
     */
    public record Lowered(long index, Mark from, Mark to, boolean forgotRecent, String reason) {
        static Lowered of(Lowering done) {
            return new Lowered(
                    done.index(), Mark.of(done.from()), Mark.of(done.to()), done.forgotRecent(), done.reason());
        }
    }

    /**
     * @param step none, proposal, prevote or precommit
     */
    public record Mark(long height, int round, String step) {
        static Mark of(HeightRoundStep at) {
            return new Mark(at.height(), at.round(), at.step().toString());
        }
    }

    static LedgerReport of(String self, long appliedIndex, LedgerState ledger) {
        return new LedgerReport(self, appliedIndex, hex(ledger.hash()), keys(ledger));
    }

    static List<Key> keys(LedgerState ledger) {
        return ledger.keys().stream().map(Key::of).toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
