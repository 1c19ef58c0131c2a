package io.raftkms.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivvalWritingTest {
    private static final Block BLOCK =
            new Block("8b01023386c371778ecb6368573e539afc3cc860ec3a2f614e54fe5652f4fc80", 1_000_000, "72db");
    private static final Timestamp TIME = new Timestamp(1_570_983_284, 5);

    private static PrivvalMessage read(byte[] framed) throws MalformedException {
        List<byte[]> bodies = new DelimitedMessages().feed(framed, framed.length);
        assertThat(bodies).hasSize(1);
        return PrivvalMessage.decode(bodies.get(0));
    }

    @Test
    void writesWhatNodesSendOnTheWire() {
        assertThat(PrivvalWriting.ping()).isEqualTo(HexFormat.of().parseHex("023a00"));
        assertThat(PrivvalWriting.publicKeyRequest("test_chain_id"))
                .isEqualTo(HexFormat.of().parseHex("110a0f0a0d746573745f636861696e5f6964"));
    }

    @Test
    void writesVotesAsTheyAreRead() throws MalformedException {
        for (Block block : Arrays.asList(BLOCK, Block.NIL)) {
            for (int type = 1; type <= 2; type++) {
                Optional<Canonical.Extension> extension = type == 2 && !block.isNil()
                        ? Optional.of(new Canonical.Extension("616263", 3, 2, "c"))
                        : Optional.empty();
                PrivvalMessage.Asked asked = new PrivvalMessage.Asked(
                        Kind.VOTE, new Canonical.Vote(type, 3, 2, block, TIME, "c"), extension);

                assertThat(read(PrivvalWriting.signRequest(asked))).isEqualTo(asked);
            }
        }
    }

    @Test
    void writesExtensionsAlsoWhereNoneMayBe() throws MalformedException {
        for (int type = 1; type <= 2; type++) {
            PrivvalMessage.Asked asked = new PrivvalMessage.Asked(
                    Kind.VOTE,
                    new Canonical.Vote(type, 3, 2, Block.NIL, TIME, "c"),
                    Optional.of(new Canonical.Extension("616263", 3, 2, "c")));

            assertThat(read(PrivvalWriting.signRequest(asked))).isEqualTo(asked);
        }
    }

    @Test
    void writesRawBytesInBothDialects() throws MalformedException {
        byte[] data = "test data".getBytes(StandardCharsets.UTF_8);

        assertThat(read(PrivvalWriting.rawRequest(data)))
                .isEqualTo(new PrivvalMessage.AskedRaw("0a09746573742064617461"));
        assertThat(read(PrivvalWriting.rawRequest("test-chain", data, "unique-id-123")))
                .isEqualTo(new PrivvalMessage.AskedRaw(
                        "0a0a746573742d636861696e12097465737420646174611a0d756e697175652d69642d313233"));
    }

    @Test
    void writesProposalsAndImpossibleNumbersAsTheyAreRead() throws MalformedException {
        for (long number : new long[] {3, 0, -1, Long.MIN_VALUE}) {
            PrivvalMessage.Asked asked = new PrivvalMessage.Asked(
                    Kind.PROPOSAL, new Canonical.Proposal(number, number, -1, BLOCK, TIME, "c"), Optional.empty());

            assertThat(read(PrivvalWriting.signRequest(asked))).isEqualTo(asked);
        }
    }
}
