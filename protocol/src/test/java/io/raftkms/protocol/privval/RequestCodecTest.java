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

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource({
        "'', EMPTY, no byte",
        "7801, UNKNOWN_MESSAGE, unknown member",
        "5a00, UNKNOWN_MESSAGE, tag 11",
        "4200, WRONG_DIRECTION, pong",
        "5200, WRONG_DIRECTION, raw bytes reply",
        "1805, MALFORMED, vote request as a varint",
        "4801, MALFORMED, raw bytes request as a varint",
        "1a040a021d00, MALFORMED, cut-off round",
        "1a070a051d00000000, MALFORMED, round as a fixed32",
        "1a040a021a00, MALFORMED, round as bytes",
        "1a060a0418011802, MALFORMED, round twice",
        "1a080a060a0008011801, MALFORMED, vote type as bytes",
        "1a041a000801, MALFORMED, skip flag as bytes",
        "1a001a00, MALFORMED, vote request twice",
        "1a003a00, MALFORMED, vote request and ping",
        "0a030a01ff, MALFORMED, chain id that is not UTF-8",
        "3a007c, MALFORMED, group that ends only",
        "3a007b, MALFORMED, group that begins only",
        "1a0f0a0d2a0b08ff91b8c398feffffff01, TIMESTAMP_OUT_OF_RANGE, before year 1",
        "1a0f0a0d2a0b10ffffffffffffffffff01, TIMESTAMP_OUT_OF_RANGE, negative nanoseconds",
        "2a0a0a083206108094ebdc03, TIMESTAMP_OUT_OF_RANGE, a second of nanoseconds"
    })
    void refusesWithReason(String hex, Reason reason, String what) {
        assertThatThrownBy(() -> RequestCodec.decode(bytes(hex)))
                .isInstanceOfSatisfying(
                        UndecodableMessageException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }

    private static byte[] bytes(String hex) {
        return hex(hex).toByteArray();
    }
}
