package io.raftkms.protocol.signbytes;

import static io.raftkms.protocol.signbytes.VectorFile.blockId;
import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static io.raftkms.protocol.signbytes.VectorFile.timestamp;
import static io.raftkms.protocol.signbytes.VectorFile.toHex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sign bytes and signatures: {@code signbytes.json} recorded from CometBFT v0.38.26, {@code signbytes-upstream.json} the
 * examples of CometBFT's and tmkms' own unit tests.
 */
class SignBytesVectorsTest {
    static Stream<Arguments> cases() {
        return Stream.of("signbytes.json", "signbytes-upstream.json")
                .map(VectorFile::open)
                .flatMap(file -> file.list("cases")
                        .map(vector -> arguments(vector.required("name").asText(), vector, key(file))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void encodesAndSignsAsCometBft(String name, JsonNode vector, TestKey key) {
        ByteString signBytes = signBytes(vector);

        assertThat(toHex(signBytes)).isEqualTo(vector.required("sign_bytes").asText());
        if (vector.has("signature")) {
            assertThat(toHex(key.sign(signBytes)))
                    .isEqualTo(vector.required("signature").asText());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void parsesBackToTheInputs(String name, JsonNode vector) {
        ByteString signBytes = hex(vector.required("sign_bytes"));

        assertThat(CanonicalMessage.parse(signBytes)).contains(message(vector));
        assertThat(RawBytesGuard.looksCanonical(signBytes)).isTrue();
    }

    @Test
    void coversEveryRecordedCase() {
        assertThat(cases()).hasSize(60 + 16);
    }

    private static TestKey key(VectorFile file) {
        return new TestKey(hex(file.root().required("key").required("seed")));
    }

    private static ByteString signBytes(JsonNode vector) {
        String chainId = vector.required("chain_id").asText();
        return switch (vector.required("kind").asText()) {
            case "vote" -> SignBytes.vote(chainId, vote(vector));
            case "proposal" -> SignBytes.proposal(chainId, proposal(vector));
            case "extension" ->
                SignBytes.extension(
                        chainId,
                        vector.required("height").longValue(),
                        vector.required("round").intValue(),
                        hex(vector.required("extension")));
            default -> throw new AssertionError(vector);
        };
    }

    private static CanonicalMessage message(JsonNode vector) {
        String chainId = vector.required("chain_id").asText();
        return switch (vector.required("kind").asText()) {
            case "vote" -> CanonicalVote.of(chainId, vote(vector));
            case "proposal" -> CanonicalProposal.of(chainId, proposal(vector));
            case "extension" ->
                new CanonicalExtension(
                        hex(vector.required("extension")),
                        vector.required("height").longValue(),
                        vector.required("round").longValue(),
                        chainId);
            default -> throw new AssertionError(vector);
        };
    }

    private static Vote vote(JsonNode vector) {
        return new Vote(
                vector.required("type").intValue(),
                vector.required("height").longValue(),
                vector.required("round").intValue(),
                blockId(vector.required("block_id")),
                timestamp(vector.required("timestamp")),
                ByteString.copyFromUtf8("never part of a vote's sign bytes"));
    }

    private static Proposal proposal(JsonNode vector) {
        return new Proposal(
                vector.required("height").longValue(),
                vector.required("round").intValue(),
                vector.required("pol_round").intValue(),
                blockId(vector.required("block_id")),
                timestamp(vector.required("timestamp")));
    }
}
