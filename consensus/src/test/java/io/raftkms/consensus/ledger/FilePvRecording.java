package io.raftkms.consensus.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.CanonicalProposal;
import io.raftkms.protocol.signbytes.CanonicalVote;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** What CometBFT's file signer was asked and answered, with its key: {@code vectors/filepv-decisions.json}. */
final class FilePvRecording {
    private static final String FILE = "/vectors/filepv-decisions.json";

    private final JsonNode root;
    private final Ed25519PrivateKeyParameters privateKey;

    private FilePvRecording(JsonNode root) {
        this.root = root;
        this.privateKey = new Ed25519PrivateKeyParameters(bytes(root.at("/key/seed")));
    }

    static FilePvRecording read() {
        try (InputStream in = FilePvRecording.class.getResourceAsStream(FILE)) {
            return new FilePvRecording(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode sequences() {
        return root.get("sequences");
    }

    KeyId key() {
        ByteString publicKey = ByteString.copyFrom(bytes(root.at("/key/public_key")));
        return new KeyId(chainId(), new ConsensusPublicKey(KeyType.ED25519, publicKey));
    }

    Reservation request(JsonNode step) {
        HeightRoundStep at = position(step);
        Instant time = Instant.ofEpochSecond(
                step.get("time").get(0).asLong(), step.get("time").get(1).asLong());
        if (at.step() == Step.PROPOSAL) {
            int polRound = step.get("pol_round").asInt();
            Proposal proposal = new Proposal(at.height(), at.round(), polRound, block(step), time);
            return new Reservation(at, SignBytes.proposal(chainId(), proposal));
        }
        Vote vote = new Vote(at.step().messageType(), at.height(), at.round(), block(step), time, extension(step));
        return new Reservation(at, SignBytes.vote(chainId(), vote));
    }

    /** Extensions belong to precommits for a block only. */
    boolean forbiddenExtension(JsonNode step) {
        return !extension(step).isEmpty() && !isPrecommitForABlock(step);
    }

    Optional<String> extensionSignature(JsonNode step) {
        if (!isPrecommitForABlock(step)) {
            return Optional.empty();
        }
        HeightRoundStep at = position(step);
        return Optional.of(sign(SignBytes.extension(chainId(), at.height(), at.round(), extension(step))));
    }

    String sign(ByteString signBytes) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, privateKey);
        signer.update(signBytes.toByteArray(), 0, signBytes.size());
        return HexFormat.of().formatHex(signer.generateSignature());
    }

    /** Seconds and nanoseconds that sign bytes say, as the recording writes them. */
    JsonNode time(ByteString signBytes) {
        CanonicalMessage message = CanonicalMessage.parse(signBytes).orElseThrow();
        Instant time =
                message instanceof CanonicalVote vote ? vote.timestamp() : ((CanonicalProposal) message).timestamp();
        return numbers(time.getEpochSecond(), time.getNano());
    }

    /** Height, round and step of the last signature, as the recording writes them. */
    JsonNode state(KeyState state) {
        HeightRoundStep mark = state.untouched() ? HeightRoundStep.ZERO : state.mark();
        return numbers(mark.height(), mark.round(), mark.step().number());
    }

    private String chainId() {
        return root.get("chain_id").asText();
    }

    private static HeightRoundStep position(JsonNode step) {
        return new HeightRoundStep(
                step.get("height").asLong(),
                step.get("round").asInt(),
                Step.valueOf(step.get("kind").asText().toUpperCase(Locale.ROOT)));
    }

    private static boolean isPrecommitForABlock(JsonNode step) {
        return step.get("kind").asText().equals("precommit")
                && !step.get("block").isNull();
    }

    private BlockId block(JsonNode step) {
        if (step.get("block").isNull()) {
            return BlockId.NIL;
        }
        JsonNode block = root.get("blocks").get(step.get("block").asText());
        return new BlockId(
                ByteString.copyFrom(bytes(block.get("hash"))),
                block.get("total").asLong(),
                ByteString.copyFrom(bytes(block.get("part_hash"))));
    }

    private static ByteString extension(JsonNode step) {
        return step.has("ext") ? ByteString.copyFrom(bytes(step.get("ext"))) : ByteString.EMPTY;
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    /** Through text, so that the same number types come out as from the file. */
    private static JsonNode numbers(long... values) {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (long value : values) {
            if (value <= Integer.MAX_VALUE) {
                numbers.add((int) value);
            } else {
                numbers.add(value);
            }
        }
        return numbers;
    }
}
