package io.raftkms.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivvalMessageTest {
    static Stream<Arguments> messages() {
        return Vectors.cases("messages.json", "cases");
    }

    static Stream<Arguments> replies() {
        return Vectors.cases("messages.json", "replies");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void readsWhatNodesAndSignersWrite(String name, JsonNode vector) throws MalformedException {
        PrivvalMessage message = PrivvalMessage.decode(
                HexFormat.of().parseHex(vector.path("body").asText()));

        JsonNode fields = vector.path("fields");
        switch (vector.path("message").asText()) {
            case "sign_vote_request" -> assertThat(message).isEqualTo(askedVote(fields));
            case "sign_proposal_request" -> assertThat(message).isEqualTo(askedProposal(fields));
            case "signed_vote_response", "signed_proposal_response", "pub_key_response" ->
                assertThat(message)
                        .isInstanceOf(
                                fields.path("error").isObject()
                                        ? PrivvalMessage.Refused.class
                                        : vector.path("message").asText().startsWith("pub")
                                                ? PrivvalMessage.PublicKey.class
                                                : PrivvalMessage.Signed.class);
            case "sign_bytes_request" -> assertThat(message).isInstanceOf(PrivvalMessage.AskedRaw.class);
            case "sign_bytes_response" ->
                assertThat(message)
                        .isInstanceOf(
                                fields.path("error").isObject()
                                        ? PrivvalMessage.Refused.class
                                        : PrivvalMessage.SignedRaw.class);
            default -> assertThat(message).isInstanceOf(PrivvalMessage.Other.class);
        }
    }

    private static PrivvalMessage askedVote(JsonNode fields) {
        JsonNode vote = fields.path("vote");
        int type = vote.path("type").asInt();
        long height = vote.path("height").asLong();
        long round = vote.path("round").asLong();
        String chainId = fields.path("chain_id").asText();
        Block block = Vectors.block(vote.path("block_id"));
        boolean skip = fields.path("skip_extension_signing").asBoolean();
        return new PrivvalMessage.Asked(
                Kind.VOTE,
                new Canonical.Vote(type, height, round, block, Vectors.timestamp(vote.path("timestamp")), chainId),
                type == 2 && !block.isNil() && !skip
                        ? Optional.of(
                                new Canonical.Extension(vote.path("extension").asText(), height, round, chainId))
                        : Optional.empty());
    }

    private static PrivvalMessage askedProposal(JsonNode fields) {
        JsonNode proposal = fields.path("proposal");
        return new PrivvalMessage.Asked(
                Kind.PROPOSAL,
                new Canonical.Proposal(
                        proposal.path("height").asLong(),
                        proposal.path("round").asLong(),
                        proposal.path("pol_round").asLong(),
                        Vectors.block(proposal.path("block_id")),
                        Vectors.timestamp(proposal.path("timestamp")),
                        fields.path("chain_id").asText()),
                Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void readsSlimReplies(String name, JsonNode vector) throws MalformedException {
        PrivvalMessage message = PrivvalMessage.decode(
                HexFormat.of().parseHex(vector.path("body").asText()));

        if (vector.has("pub_key")) {
            assertThat(message)
                    .isEqualTo(
                            new PrivvalMessage.PublicKey(vector.path("pub_key").asText()));
        } else {
            assertThat(message).isInstanceOf(PrivvalMessage.Signed.class);
            PrivvalMessage.Signed signed = (PrivvalMessage.Signed) message;
            assertThat(signed.signature()).isEqualTo(vector.path("signature").asText());
            assertThat(signed.timestamp()).isEqualTo(Vectors.timestamp(vector.path("timestamp")));
            assertThat(signed.extensionSignature().orElse(""))
                    .isEqualTo(vector.path("extension_signature").asText());
        }
    }

    @Test
    void tellsSignaturesOverRawBytesFromRefusals() throws MalformedException {
        assertThat(PrivvalMessage.decode(HexFormat.of().parseHex("52040a02aabb")))
                .isEqualTo(new PrivvalMessage.SignedRaw("aabb"));
        assertThat(PrivvalMessage.decode(HexFormat.of().parseHex("520f120d08011209697427732061206e6f")))
                .isEqualTo(new PrivvalMessage.Refused("it's a no"));
    }

    @Test
    void cutsAStreamIntoMessagesWhereverItIsSplit() throws MalformedException {
        byte[] stream = HexFormat.of().parseHex("023a00024200110a0f0a0d746573745f636861696e5f6964");
        for (int split = 0; split <= stream.length; split++) {
            DelimitedMessages messages = new DelimitedMessages();
            List<byte[]> bodies = new ArrayList<>(messages.feed(stream, split));
            byte[] rest = Arrays.copyOfRange(stream, split, stream.length);
            bodies.addAll(messages.feed(rest, rest.length));

            assertThat(bodies)
                    .as("split at %d", split)
                    .extracting(body -> HexFormat.of().formatHex(body))
                    .containsExactly("3a00", "4200", "0a0f0a0d746573745f636861696e5f6964");
        }
    }

    @Test
    void refusesAbsurdLengths() {
        byte[] tooLong = HexFormat.of().parseHex("ffffff7f");
        byte[] endless = HexFormat.of().parseHex("ffffffffff");

        assertThatThrownBy(() -> new DelimitedMessages().feed(tooLong, tooLong.length))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new DelimitedMessages().feed(endless, endless.length))
                .isInstanceOf(MalformedException.class);
    }
}
