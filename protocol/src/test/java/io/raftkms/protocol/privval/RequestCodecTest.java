package io.raftkms.protocol.privval;

import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest.SignProposal;
import io.raftkms.protocol.privval.PrivvalRequest.SignVote;
import io.raftkms.protocol.privval.UndecodableMessageException.Reason;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.GoTime;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.Vote;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCodecTest {
    @Test
    void absentFieldsReadAsGoReadsThem() throws Exception {
        assertThat(RequestCodec.decode(bytes("1a00")))
                .isEqualTo(new SignVote("", new Vote(0, 0, 0, BlockId.NIL, GoTime.ZERO, ByteString.EMPTY), false));
        assertThat(RequestCodec.decode(bytes("2a00")))
                .isEqualTo(new SignProposal("", new Proposal(0, 0, 0, BlockId.NIL, GoTime.ZERO)));
    }

    @Test
    void emptyTimestampIsTheEpoch() throws Exception {
        assertThat(RequestCodec.decode(bytes("1a040a022a00")))
                .isEqualTo(new SignVote("", new Vote(0, 0, 0, BlockId.NIL, Instant.EPOCH, ByteString.EMPTY), false));
    }

    @Test
    void rawBytesStayUndecodedAsTheirLayoutIsNotKnownHere() throws Exception {
        assertThat(RequestCodec.decode(bytes("4a03ff0001"))).isEqualTo(new PrivvalRequest.RawBytes(hex("ff0001")));
        assertThat(RequestCodec.decode(bytes("4a00"))).isEqualTo(new PrivvalRequest.RawBytes(ByteString.EMPTY));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "'', EMPTY, without a byte",
        "7801, UNKNOWN_MESSAGE, none of the known members",
        "5a00, UNKNOWN_MESSAGE, none of the known members",
        "4200, WRONG_DIRECTION, PING_RESPONSE where a request is expected",
        "5200, WRONG_DIRECTION, RAW_BYTES_RESPONSE where a request is expected",
        "1805, MALFORMED, field sign_vote_request of Message has the wrong wire type",
        "4801, MALFORMED, field raw_bytes_request of Message has the wrong wire type",
        "1a070a051d00000000, MALFORMED, field round of Vote has the wrong wire type",
        "1a040a021a00, MALFORMED, field round of Vote has the wrong wire type",
        "1a060a0418011802, MALFORMED, field round of Vote is not the only one",
        "1a041a000801, MALFORMED, field skip_extension_signing of SignVoteRequest has the wrong wire type",
        "1a001a00, MALFORMED, field sign_vote_request of Message is not the only one",
        "1a003a00, MALFORMED, field ping_request of Message is not the only one",
        "0a030a01ff, MALFORMED, invalid UTF-8",
        "1a050a030801, MALFORMED, not protobuf",
        "3a007c, MALFORMED, end-group tag",
        "3a007b, MALFORMED, end-group tag",
        "1a0f0a0d2a0b08ff91b8c398feffffff01, TIMESTAMP_OUT_OF_RANGE, timestamp of -62135596801 s and 0 ns",
        "1a0f0a0d2a0b10ffffffffffffffffff01, TIMESTAMP_OUT_OF_RANGE, timestamp of 0 s and -1 ns",
        "2a0a0a083206108094ebdc03, TIMESTAMP_OUT_OF_RANGE, timestamp of 0 s and 1000000000 ns"
    })
    void refusesWithReason(String hex, Reason reason, String message) {
        assertThatThrownBy(() -> RequestCodec.decode(bytes(hex)))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        UndecodableMessageException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] bytes(String hex) {
        return hex(hex).toByteArray();
    }
}
