package io.raftkms.protocol.privval;

import static io.raftkms.protocol.privval.MessageVectors.body;
import static io.raftkms.protocol.privval.MessageVectors.request;
import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.UndecodableMessageException.Reason;
import io.raftkms.protocol.privval.wire.PrivvalWire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestVectorsTest {
    private static final String REQUESTS = "io.raftkms.protocol.privval.MessageVectors#requests";
    private static final String TOLERATED = "io.raftkms.protocol.privval.MessageVectors#tolerated";
    private static final String REJECTED = "io.raftkms.protocol.privval.MessageVectors#rejected";

    @Test
    void coversEveryRecordedRequest() {
        assertThat(MessageVectors.requests()).hasSize(30 + 6);
        assertThat(MessageVectors.tolerated()).hasSize(4 + 1);
        assertThat(MessageVectors.rejected()).hasSize(10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REQUESTS)
    void decodesRequest(String name, JsonNode vector) throws Exception {
        assertThat(RequestCodec.decode(body(vector))).isEqualTo(request(vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REQUESTS)
    void encodesRequestAsGoDoesButForTheValidator(String name, JsonNode vector) throws Exception {
        assertThat(RequestCodec.encode(request(vector))).isEqualTo(withoutUnreadFields(body(vector)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REQUESTS)
    void namesTheValidatorInVotes(String name, JsonNode vector) throws Exception {
        ByteString address = ByteString.copyFrom(new byte[20]);
        PrivvalWire.Message sent = PrivvalWire.Message.parseFrom(RequestCodec.encode(request(vector), address));

        assertThat(sent.getSignVoteRequest().getVote().getValidatorAddress())
                .isEqualTo(sent.hasSignVoteRequest() ? address : ByteString.EMPTY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REQUESTS)
    void readsFramedRequestWholeAndSplitAtEveryByte(String name, JsonNode vector) throws Exception {
        byte[] body = body(vector);
        byte[] framed =
                hex(vector.required("prefix")).concat(ByteString.copyFrom(body)).toByteArray();

        assertThat(Delimited.frame(body)).isEqualTo(framed);
        DelimitedReader reader = new DelimitedReader(RequestLimits.MAX_MESSAGE_BYTES);
        assertThat(reader.read(ByteBuffer.wrap(framed)).orElseThrow()).isEqualTo(body);
        for (int split = 1; split < framed.length; split++) {
            assertThat(reader.read(ByteBuffer.wrap(framed, 0, split)).isEmpty()).isTrue();
            byte[] whole = reader.read(ByteBuffer.wrap(framed, split, framed.length - split))
                    .orElseThrow();
            assertThat(Arrays.equals(whole, body)).as("split at %d", split).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(TOLERATED)
    void ignoresUnknownFields(String name, JsonNode vector) throws Exception {
        assertThat(RequestCodec.decode(body(vector)))
                .isEqualTo(RequestCodec.decode(hex(vector.required("same_as")).toByteArray()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REJECTED)
    void refusesWhatIsNoRequestAndReadsOn(String name, JsonNode vector) throws Exception {
        ByteBuffer stream = ByteBuffer.wrap(ByteString.copyFrom(Delimited.frame(body(vector)))
                .concat(hex("023a00"))
                .toByteArray());
        DelimitedReader reader = new DelimitedReader(RequestLimits.MAX_MESSAGE_BYTES);
        byte[] first = reader.read(stream).orElseThrow();
        byte[] second = reader.read(stream).orElseThrow();

        assertThatThrownBy(() -> RequestCodec.decode(first)).isInstanceOf(UndecodableMessageException.class);
        assertThatThrownBy(() -> ReplyCodec.decode(first)).isInstanceOf(UndecodableMessageException.class);
        assertThat(RequestCodec.decode(second)).isEqualTo(new PrivvalRequest.Ping());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(REQUESTS)
    void requestIsNoReply(String name, JsonNode vector) {
        assertThatThrownBy(() -> ReplyCodec.decode(body(vector)))
                .isInstanceOfSatisfying(
                        UndecodableMessageException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_DIRECTION));
    }

    /** Without what a signer does not look at: who votes, the type of a proposal (upstream's is 1), a signature. */
    private static byte[] withoutUnreadFields(byte[] body) throws Exception {
        PrivvalWire.Message.Builder message = PrivvalWire.Message.parseFrom(body).toBuilder();
        if (message.hasSignVoteRequest()) {
            message.getSignVoteRequestBuilder()
                    .getVoteBuilder()
                    .clearValidatorAddress()
                    .clearValidatorIndex();
        }
        if (message.hasSignProposalRequest()) {
            message.getSignProposalRequestBuilder()
                    .getProposalBuilder()
                    .setType(32)
                    .clearSignature();
        }
        return message.build().toByteArray();
    }
}
