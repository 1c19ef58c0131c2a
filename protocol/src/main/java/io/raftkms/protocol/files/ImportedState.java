package io.raftkms.protocol.files;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.files.PrivValidatorStateFile.Signed;
import io.raftkms.protocol.privval.PrintableText;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/** What a state file is worth for one key on one chain. */
public sealed interface ImportedState {
    /**
     * The file's signature is one of its sign bytes under the key, and these are of the chain and the file's position:
     * a mark whose bytes may be signed again.
     */
    record Reusable(HeightRoundStep at, ByteString signBytes) implements ImportedState {}

    /**
     * Only the position counts: a floor.
     *
     * @param at the file's position, or that of its sign bytes if they are of the key and higher: then the file was
     *     edited downwards
     * @param why the sign bytes cannot be kept, as the end of a sentence
     */
    record FloorOnly(HeightRoundStep at, String why) implements ImportedState {}

    /** Height 0: no mark at all. An import of it is refused; {@code --new-chain} is what the operator means. */
    record NothingSigned() implements ImportedState {}

    /** Judges a file. Never refuses a position: a doubtful file still raises the floor. */
    static ImportedState of(StateFile file, String chainId, ConsensusPublicKey key) {
        if (file.at().height() == 0) {
            return new NothingSigned();
        }
        if (file.last().isPresent()) {
            return ofSigned(file.at(), file.last().get(), chainId, key);
        }
        return new FloorOnly(file.at(), "the " + file.kind() + " holds no sign bytes");
    }

    private static ImportedState ofSigned(HeightRoundStep at, Signed last, String chainId, ConsensusPublicKey key) {
        if (key.type() != KeyType.ED25519) {
            return new FloorOnly(at, "signatures of " + key.type() + " keys cannot be checked");
        }
        if (!new Ed25519Verifier(key).verifies(last.signBytes(), last.signature())) {
            return new FloorOnly(
                    at, "its signature does not belong to its sign bytes under key " + ConsensusAddress.of(key));
        }
        Optional<CanonicalMessage> message = CanonicalMessage.parse(last.signBytes());
        Optional<HeightRoundStep> signedAt = message.flatMap(CanonicalMessage::at);
        if (signedAt.isEmpty()) {
            return new FloorOnly(at, "its sign bytes are no vote or proposal");
        }
        if (!message.get().chainId().equals(chainId)) {
            return new FloorOnly(
                    at,
                    "its sign bytes are of chain "
                            + PrintableText.quote(message.get().chainId()));
        }
        if (!signedAt.get().equals(at)) {
            HeightRoundStep higher = signedAt.get().compareTo(at) > 0 ? signedAt.get() : at;
            return new FloorOnly(higher, "it says " + at + ", but its sign bytes are of " + signedAt.get());
        }
        return new Reusable(at, last.signBytes());
    }
}
