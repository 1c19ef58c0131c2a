package io.raftkms.signer.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForeignSignaturesTest {
    private static final String OURS = "00112233445566778899AABBCCDDEEFF00112233";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<Long> looked = new ArrayList<>();
    private FakeNode node;

    @BeforeEach
    void serve() throws IOException {
        node = new FakeNode("chain-1", OURS);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void blocksWithoutTheKeyLetItPass() {
        watch(3, LIMIT);

        assertThat(looked).containsExactly(103L, 104L, 105L);
    }

    @Test
    void votesFromBeforeTheOldSignerStoppedAreNotForeign() {
        node.signedIn(99L, 100L, 101L, 102L);

        watch(2, LIMIT);

        assertThat(looked).hasSize(2);
    }

    @Test
    void firstSignatureOfTheKeyRefuses() {
        node.signedIn(104L);

        assertThatThrownBy(() -> watch(3, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.FOREIGN_SIGNATURE))
                .hasMessageContaining("the commit of block 104 on chain chain-1 has a signature of ");
        assertThat(looked).containsExactly(103L);
    }

    @Test
    void chainThatStandsStillEndsTheWatchWithoutAResult() {
        node.makes(0);

        assertThatThrownBy(() -> watch(3, Duration.ofMillis(50)))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("3 blocks were still missing");
    }

    @Test
    void nodeOfAnotherChainOrBehindOrBrokenProvesNothing() {
        node.network("chain-2");
        assertThatThrownBy(() -> watch(1, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("chain-2");
        node.network("chain-1");
        node.catchingUp(true);
        assertThatThrownBy(() -> watch(1, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("catching up");
        node.catchingUp(false);
        node.fail();
        assertThatThrownBy(() -> watch(1, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("status 200");
    }

    @Test
    void onlyHttpAddressesAreTaken() {
        for (String address : List.of("tcp://127.0.0.1:26657", "file:///etc/passwd", "127.0.0.1")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new NodeRpc(URI.create(address)));
        }
    }

    private void watch(int blocks, Duration limit) {
        new ForeignSignatures(new NodeRpc(node.uri()), "chain-1", Duration.ofMillis(1), System::nanoTime)
                .watch(OURS, blocks, limit, looked::add);
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        assertThat(failed)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        one -> assertThat(one.failures().get(0).code()).isEqualTo(code));
    }
}
