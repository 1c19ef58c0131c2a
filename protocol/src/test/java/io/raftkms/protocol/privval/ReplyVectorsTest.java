package io.raftkms.protocol.privval;

import static io.raftkms.protocol.privval.MessageVectors.body;
import static io.raftkms.protocol.privval.MessageVectors.dialects;
import static io.raftkms.protocol.privval.MessageVectors.key;
import static io.raftkms.protocol.privval.MessageVectors.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.raftkms.protocol.privval.PrivvalReply.Answered;
import io.raftkms.protocol.privval.UndecodableMessageException.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyVectorsTest {
    private static final String RESPONSES = "io.raftkms.protocol.privval.MessageVectors#responses";
    private static final String REPLIES = "io.raftkms.protocol.privval.MessageVectors#replies";

    @Test
    void coversEveryRecordedReply() {
        assertThat(MessageVectors.responses()).hasSize(33 + 10);
        assertThat(MessageVectors.replies()).hasSize(4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(RESPONSES)
    void decodesRepliesOfCometBftsOwnSigner(String name, JsonNode vector) throws Exception {
        assertThat(ReplyCodec.decode(body(vector))).isEqualTo(reply(vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(RESPONSES)
    void ownReplyMeansTheSameToEveryDialect(String name, JsonNode vector) throws Exception {
        PrivvalReply recorded = ReplyCodec.decode(body(vector));

        for (Dialect dialect : dialects(vector)) {
            assertThat(readBy(dialect, ReplyCodec.decode(own(dialect, recorded))))
                    .isEqualTo(readBy(dialect, recorded));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REPLIES)
    void encodesSlimRepliesThatEveryDialectReads(String name, JsonNode vector) throws Exception {
        PrivvalReply reply = ReplyCodec.decode(body(vector));

        for (Dialect dialect : dialects(vector)) {
            assertThat(own(dialect, reply)).isEqualTo(body(vector));
            assertThat(readBy(dialect, reply)).isEqualTo(found(vector));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(RESPONSES)
    void replyIsNoRequest(String name, JsonNode vector) {
        assertThatThrownBy(() -> RequestCodec.decode(body(vector)))
                .isInstanceOfSatisfying(
                        UndecodableMessageException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_DIRECTION));
    }

    /** What the vector says that a node finds. */
    private static Object found(JsonNode vector) {
        if (vector.has("pub_key")) {
            return Optional.of(key(vector));
        }
        return vector.required("name").asText().startsWith("vote")
                ? MessageVectors.signedVote(vector)
                : MessageVectors.signedProposal(vector);
    }

    private static Object readBy(Dialect dialect, PrivvalReply reply) {
        if (reply instanceof PrivvalReply.PubKey key) {
            return key.readBy(dialect);
        }
        if (reply instanceof PrivvalReply.Error error && error.answered() == Answered.PUB_KEY) {
            return error.description(); // the code is always 0, nodes only log it
        }
        return reply instanceof PrivvalReply.SignedVote vote ? vote.readBy(dialect) : reply;
    }

    /** The reply of {@link ReplyCodec} in place of another signer's. */
    private static byte[] own(Dialect dialect, PrivvalReply reply) {
        if (reply instanceof PrivvalReply.PubKey key) {
            return ReplyCodec.pubKey(key.readBy(dialect).orElseThrow());
        }
        if (reply instanceof PrivvalReply.SignedVote vote) {
            return ReplyCodec.vote(vote.signature(), vote.timestamp(), vote.extensionSignature());
        }
        if (reply instanceof PrivvalReply.SignedProposal proposal) {
            return ReplyCodec.proposal(proposal.signature(), proposal.timestamp());
        }
        if (reply instanceof PrivvalReply.RawBytes raw) {
            return ReplyCodec.rawBytes(raw.signature());
        }
        return reply instanceof PrivvalReply.Error error ? own(error) : ReplyCodec.pong();
    }

    private static byte[] own(PrivvalReply.Error error) {
        return switch (error.answered()) {
            case PUB_KEY -> ReplyCodec.pubKeyError(error.description());
            case VOTE -> ReplyCodec.voteError(error.code(), error.description());
            case PROPOSAL -> ReplyCodec.proposalError(error.code(), error.description());
            case RAW_BYTES -> ReplyCodec.rawBytesError(error.code(), error.description());
        };
    }
}
