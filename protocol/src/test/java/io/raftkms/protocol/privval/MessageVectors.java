package io.raftkms.protocol.privval;

import static io.raftkms.protocol.signbytes.VectorFile.blockId;
import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static io.raftkms.protocol.signbytes.VectorFile.timestamp;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.privval.PrivvalReply.Answered;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.VectorFile;
import io.raftkms.protocol.signbytes.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Recorded messages and what they mean: {@code messages.json} from CometBFT, {@code messages-upstream.json} the examples
 * of its own unit tests.
 */
final class MessageVectors {
    private static final VectorFile RECORDED = VectorFile.open("messages.json");
    private static final VectorFile UPSTREAM = VectorFile.open("messages-upstream.json");

    private MessageVectors() {}

    static Stream<Arguments> requests() {
        return cases().filter(MessageVectors::isRequest).map(MessageVectors::named);
    }

    static Stream<Arguments> responses() {
        return cases().filter(vector -> !isRequest(vector)).map(MessageVectors::named);
    }

    static Stream<Arguments> tolerated() {
        return Stream.concat(RECORDED.list("tolerated"), UPSTREAM.list("tolerated"))
                .map(MessageVectors::named);
    }

    static Stream<Arguments> rejected() {
        return RECORDED.list("rejected").map(MessageVectors::named);
    }

    static Stream<Arguments> replies() {
        return RECORDED.list("replies").map(MessageVectors::named);
    }

    private static Stream<JsonNode> cases() {
        return Stream.concat(RECORDED.list("cases"), UPSTREAM.list("cases"));
    }

    private static Arguments named(JsonNode vector) {
        String dialects = vector.has("dialects") ? " " + vector.get("dialects") : "";
        return arguments(vector.required("name").asText() + dialects, vector);
    }

    private static boolean isRequest(JsonNode vector) {
        return vector.required("message").asText().endsWith("_request");
    }

    static byte[] body(JsonNode vector) {
        return hex(vector.required("body")).toByteArray();
    }

    static List<Dialect> dialects(JsonNode vector) {
        List<String> names = new ArrayList<>();
        vector.required("dialects").forEach(name -> names.add(name.asText()));
        return Stream.of(Dialect.values())
                .filter(dialect -> names.contains(dialect.toString()))
                .toList();
    }

    static PrivvalRequest request(JsonNode vector) {
        JsonNode fields = vector.required("fields");
        return switch (vector.required("message").asText()) {
            case "ping_request" -> new PrivvalRequest.Ping();
            case "pub_key_request" ->
                new PrivvalRequest.PubKey(fields.required("chain_id").asText());
            case "sign_vote_request" ->
                new PrivvalRequest.SignVote(
                        fields.required("chain_id").asText(),
                        vote(fields.required("vote")),
                        fields.path("skip_extension_signing").asBoolean(false));
            case "sign_proposal_request" ->
                new PrivvalRequest.SignProposal(
                        fields.required("chain_id").asText(), proposal(fields.required("proposal")));
            case "sign_bytes_request" -> new PrivvalRequest.RawBytes(bytesField1(hex(fields.required("value"))));
            default -> throw new AssertionError(vector);
        };
    }

    static PrivvalReply reply(JsonNode vector) {
        JsonNode fields = vector.required("fields");
        if (fields.has("error")) {
            return new PrivvalReply.Error(
                    answered(vector.required("message").asText()),
                    fields.required("error").required("code").intValue(),
                    fields.required("error").required("description").asText());
        }
        return switch (vector.required("message").asText()) {
            case "ping_response" -> new PrivvalReply.Pong();
            case "pub_key_response" ->
                fields.has("pub_key_type")
                        ? new PrivvalReply.PubKey(
                                Optional.empty(),
                                hex(fields.required("pub_key")),
                                fields.required("pub_key_type").asText())
                        : new PrivvalReply.PubKey(Optional.of(key(fields)), ByteString.EMPTY, "");
            case "signed_vote_response" -> signedVote(fields.required("vote"));
            case "signed_proposal_response" -> signedProposal(fields.required("proposal"));
            case "sign_bytes_response" -> new PrivvalReply.RawBytes(hex(fields.required("signature")));
            default -> throw new AssertionError(vector);
        };
    }

    static PrivvalReply.SignedVote signedVote(JsonNode vote) {
        return new PrivvalReply.SignedVote(
                hex(vote.required("signature")),
                timestamp(vote.required("timestamp")),
                Optional.of(hex(vote.path("extension_signature"))).filter(signature -> !signature.isEmpty()));
    }

    static PrivvalReply.SignedProposal signedProposal(JsonNode proposal) {
        return new PrivvalReply.SignedProposal(
                hex(proposal.required("signature")), timestamp(proposal.required("timestamp")));
    }

    static ConsensusPublicKey key(JsonNode fields) {
        return new ConsensusPublicKey(KeyType.ED25519, hex(fields.required("pub_key")));
    }

    private static Answered answered(String message) {
        return switch (message) {
            case "pub_key_response" -> Answered.PUB_KEY;
            case "signed_vote_response" -> Answered.VOTE;
            case "signed_proposal_response" -> Answered.PROPOSAL;
            case "sign_bytes_response" -> Answered.RAW_BYTES;
            default -> throw new AssertionError(message);
        };
    }

    private static Vote vote(JsonNode fields) {
        return new Vote(
                fields.required("type").intValue(),
                fields.required("height").longValue(),
                fields.required("round").intValue(),
                blockId(fields.required("block_id")),
                timestamp(fields.required("timestamp")),
                hex(fields.required("extension")));
    }

    private static Proposal proposal(JsonNode fields) {
        return new Proposal(
                fields.required("height").longValue(),
                fields.required("round").intValue(),
                fields.required("pol_round").intValue(),
                blockId(fields.required("block_id")),
                timestamp(fields.required("timestamp")));
    }

    /** The inner message of tag 9 as v1 lays it out, for fewer than 128 bytes. */
    private static ByteString bytesField1(ByteString value) {
        return ByteString.copyFrom(new byte[] {0x0a, (byte) value.size()}).concat(value);
    }
}
