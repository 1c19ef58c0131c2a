package io.raftkms.signer.export;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.files.PrivValidatorStateFile;
import io.raftkms.protocol.files.TmkmsStateFile;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.CanonicalProposal;
import io.raftkms.protocol.signbytes.CanonicalVote;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.Optional;

/**
 * The mark of a sealed key in files that other signers go on from. Each of them lets its signer sign only what is above
 * the seal, or, where the sealed bytes are known, these once more.
 */
public final class SealedFile {
    private final HeightRoundStep at;
    private final Optional<ByteString> signBytes;

    private SealedFile(HeightRoundStep at, Optional<ByteString> signBytes) {
        this.at = at;
        this.signBytes = signBytes;
    }

    /**
     * @throws IllegalArgumentException if the key is not sealed: then it may sign on here
     */
    public static SealedFile of(KeyState key) {
        if (!key.sealed()) {
            throw new IllegalArgumentException("only a sealed key's mark leaves");
        }
        HeightRoundStep mark = key.mark();
        return mark.height() == 0
                ? new SealedFile(HeightRoundStep.ZERO, Optional.empty())
                : new SealedFile(mark, key.recent().at(mark).map(Reservation::signBytes));
    }

    /** Where the key was sealed; {@link HeightRoundStep#ZERO} for one that never signed. */
    public HeightRoundStep at() {
        return at;
    }

    /** What was signed there, where it is known: a FilePV file holds it with its signature. */
    public Optional<ByteString> signBytes() {
        return signBytes;
    }

    /**
     * As CometBFT writes it. Without bytes a node signs nothing at that position.
     *
     * @param signature of {@link #signBytes}; present exactly when they are
     */
    public byte[] filePv(Optional<ByteString> signature) {
        if (signature.isPresent() != signBytes.isPresent()) {
            throw new IllegalArgumentException("sign bytes and their signature leave together");
        }
        Optional<PrivValidatorStateFile.Signed> last =
                signature.map(bytes -> new PrivValidatorStateFile.Signed(signBytes.orElseThrow(), bytes));
        return new PrivValidatorStateFile(at, last).encode();
    }

    /** As tmkms writes it. */
    public byte[] tmkms() {
        Optional<BlockId> block = signBytes.flatMap(CanonicalMessage::parse).flatMap(SealedFile::blockOf);
        if (at.height() == 0) {
            return new TmkmsStateFile(at, BlockId.NIL).encode();
        }
        return block.map(signed -> new TmkmsStateFile(at, signed))
                .orElseGet(() -> new TmkmsStateFile(nextProposal(at), BlockId.NIL))
                .encode();
    }

    /**
     * tmkms signs again at the file's position for the file's block, and an unknown one would have to be called nil. No
     * proposal is for nil, so at a proposal nil lets nothing through.
     */
    private static HeightRoundStep nextProposal(HeightRoundStep after) {
        return after.round() == Integer.MAX_VALUE
                ? new HeightRoundStep(Math.addExact(after.height(), 1), 0, Step.PROPOSAL)
                : new HeightRoundStep(after.height(), after.round() + 1, Step.PROPOSAL);
    }

    private static Optional<BlockId> blockOf(CanonicalMessage message) {
        if (message instanceof CanonicalVote vote) {
            return Optional.of(vote.blockId());
        }
        return message instanceof CanonicalProposal proposal ? Optional.of(proposal.blockId()) : Optional.empty();
    }
}
