package io.raftkms.protocol.signbytes;

import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalMessageTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private static final CanonicalVote PREVOTE = new CanonicalVote(1, 12, 3, BlockId.NIL, TIME, "chain");

    @ParameterizedTest(name = "type {0} at {1}/{2} is {3}")
    @CsvSource({
        "1, 12, 3, 12/3/prevote",
        "2, 1, 0, 1/0/precommit",
        "2, 9223372036854775807, 2147483647, 9223372036854775807/2147483647/precommit",
        "0, 12, 3, ",
        "32, 12, 3, ",
        "1, 0, 3, ",
        "1, -1, 3, ",
        "1, 12, -1, ",
        "1, 12, 2147483648, "
    })
    void positionOfVoteIsWhatAValidatorCanSign(int type, long height, long round, String position) {
        CanonicalVote vote = new CanonicalVote(type, height, round, BlockId.NIL, TIME, "chain");

        assertThat(vote.at().map(HeightRoundStep::toString).orElse(null)).isEqualTo(position);
    }

    @Test
    void positionOfProposalIsItsRoundAndOfExtensionNone() {
        assertThat(new CanonicalProposal(12, 3, -1, BlockId.NIL, TIME, "chain").at())
                .contains(new HeightRoundStep(12, 3, Step.PROPOSAL));
        assertThat(new CanonicalProposal(0, 3, -1, BlockId.NIL, TIME, "chain").at())
                .isEmpty();
        assertThat(new CanonicalExtension(ByteString.EMPTY, 12, 3, "chain").at())
                .isEmpty();
    }

    @Test
    void votesThatDifferOnlyInTimeAreEqualApartFromIt() {
        assertThat(PREVOTE.equalsApartFromTimestamp(PREVOTE)).isTrue();
        assertThat(PREVOTE.equalsApartFromTimestamp(PREVOTE.withTimestamp(TIME.plusNanos(1))))
                .isTrue();
    }

    @Test
    void votesThatDifferInAnythingElseAreNotEqualApartFromTime() {
        BlockId block = new BlockId(ByteString.EMPTY, 1, ByteString.EMPTY);

        assertThat(new CanonicalVote[] {
                    new CanonicalVote(2, 12, 3, BlockId.NIL, TIME, "chain"),
                    new CanonicalVote(1, 13, 3, BlockId.NIL, TIME, "chain"),
                    new CanonicalVote(1, 12, 4, BlockId.NIL, TIME, "chain"),
                    new CanonicalVote(1, 12, 3, block, TIME, "chain"),
                    new CanonicalVote(1, 12, 3, BlockId.NIL, TIME, "chain-2")
                })
                .noneMatch(PREVOTE::equalsApartFromTimestamp);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "type 0 written out, 08002a00",
        "height 0 written out, 1100000000000000002a00",
        "nil block id written out, 220212002a00",
        "empty block id, 22002a00",
        "block id without part set header, 22220a2061616161616161616161616161616161616161616161616161616161616161612a00",
        "empty chain id written out, 2a003200",
        "chain id that is not UTF-8, 2a003201ff",
        "timestamp twice, 2a002a00",
        "fields out of order, 2a000801",
        "vote without timestamp, 0801110100000000000000",
        "proposal of type 1, 080132003a0163",
        "proposal without timestamp, 08203a0163",
        "unknown field, 2a00782a",
        "known field of another wire type, 10012a00",
        "field number 0, 2a000000",
        "type longer than needed, 0881002a00",
        "type of more than 32 bits, 0881808080102a00",
        "field cut short, 2a0208",
        "one second before year 1, 2a0b08ff91b8c398feffffff01",
        "the year 10000, 2a07088083d1ffaf07",
        "negative nanoseconds, 2a0b10ffffffffffffffffff01",
        "a thousand million nanoseconds, 2a06108094ebdc03",
        "unknown field in the timestamp, 2a021801"
    })
    void refusesBodyThatDoesNotEncodeToItself(String why, String body) {
        ByteString bytes = hex(body);

        assertThat(CanonicalMessage.parse(prefixed(bytes.size(), bytes))).isEmpty();
    }

    @Test
    void refusesWrongLengthPrefix() {
        ByteString body = PREVOTE.signBytes().substring(1);
        ByteString longWinded = ByteString.copyFrom(new byte[] {(byte) (body.size() | 0x80), 0});

        assertThat(CanonicalMessage.parse(prefixed(body.size(), body))).contains(PREVOTE);
        assertThat(CanonicalMessage.parse(longWinded.concat(body))).isEmpty();
        assertThat(CanonicalMessage.parse(prefixed(body.size() + 1, body))).isEmpty();
        assertThat(CanonicalMessage.parse(prefixed(body.size() - 1, body))).isEmpty();
        assertThat(CanonicalMessage.parse(body)).isEmpty();
        assertThat(CanonicalMessage.parse(ByteString.EMPTY)).isEmpty();
    }

    @Test
    void refusesToEncodeTimesThatGoCannot() {
        Instant tooEarly = GoTime.ZERO.minusNanos(1);
        Instant tooLate = Instant.parse("+10000-01-01T00:00:00Z");

        assertThatThrownBy(() -> PREVOTE.withTimestamp(tooEarly)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CanonicalProposal(1, 0, -1, BlockId.NIL, tooLate, "chain"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteString prefixed(int size, ByteString body) {
        return ByteString.copyFrom(new byte[] {(byte) size}).concat(body);
    }
}
