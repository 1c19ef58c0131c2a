package io.raftkms.signer.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that makes a block at every look; its answers have the shape of those of CometBFT 0.38. */
class ForeignSignaturesTest {
    private static final String OURS = "00112233445566778899AABBCCDDEEFF00112233";
    private static final String OTHER = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AtomicLong height = new AtomicLong(100);
    private final Set<Long> signedByUs = new ConcurrentSkipListSet<>();
    private final List<Long> looked = new ArrayList<>();
    private volatile String network = "chain-1";
    private volatile boolean catchingUp;
    private volatile boolean failing;
    private volatile long step = 1;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status", exchange -> answer(exchange, status()));
        server.createContext("/commit", exchange -> answer(exchange, commit(exchange)));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void blocksWithoutTheKeyLetItPass() {
        watch(3, LIMIT);

        assertThat(looked).containsExactly(103L, 104L, 105L);
    }

    @Test
    void votesFromBeforeTheOldSignerStoppedAreNotForeign() {
        signedByUs.addAll(List.of(99L, 100L, 101L, 102L));

        watch(2, LIMIT);

        assertThat(looked).hasSize(2);
    }

    @Test
    void firstSignatureOfTheKeyRefuses() {
        signedByUs.add(104L);

        assertThatThrownBy(() -> watch(3, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.FOREIGN_SIGNATURE))
                .hasMessageContaining("the commit of block 104 on chain chain-1 has a signature of ");
        assertThat(looked).containsExactly(103L);
    }

    @Test
    void chainThatStandsStillEndsTheWatchWithoutAResult() {
        step = 0;

        assertThatThrownBy(() -> watch(3, Duration.ofMillis(50)))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("3 blocks were still missing");
    }

    @Test
    void nodeOfAnotherChainOrBehindOrBrokenProvesNothing() {
        network = "chain-2";
        assertThatThrownBy(() -> watch(1, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("chain-2");
        network = "chain-1";
        catchingUp = true;
        assertThatThrownBy(() -> watch(1, LIMIT))
                .satisfies(failed -> assertCode(failed, MessageCode.WATCH_NOT_DONE))
                .hasMessageContaining("catching up");
        catchingUp = false;
        failing = true;
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
        NodeRpc rpc =
                new NodeRpc(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        new ForeignSignatures(rpc, "chain-1", Duration.ofMillis(1), System::nanoTime)
                .watch(OURS, blocks, limit, looked::add);
    }

    private String status() {
        if (failing) {
            return "{\"jsonrpc\":\"2.0\",\"id\":-1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}";
        }
        return result("{\"node_info\":{\"network\":\"" + network + "\",\"version\":\"0.38.17\"},\"sync_info\":"
                + "{\"latest_block_hash\":\"AB\",\"latest_block_height\":\"" + height.getAndAdd(step)
                + "\",\"catching_up\":" + catchingUp + "},\"validator_info\":{\"address\":\"" + OTHER + "\"}}");
    }

    private String commit(HttpExchange exchange) {
        long asked = Long.parseLong(exchange.getRequestURI().getQuery().replace("height=", ""));
        String ours = signedByUs.contains(asked)
                ? "{\"block_id_flag\":2,\"validator_address\":\"" + OURS + "\",\"signature\":\"AA==\"}"
                : "{\"block_id_flag\":1,\"validator_address\":\"\",\"timestamp\":\"0001-01-01T00:00:00Z\",\"signature\":null}";
        return result("{\"signed_header\":{\"header\":{\"height\":\"" + asked + "\"},\"commit\":{\"height\":\"" + asked
                + "\",\"round\":0,\"block_id\":{\"hash\":\"AB\"},\"signatures\":[{\"block_id_flag\":3,"
                + "\"validator_address\":\"" + OTHER + "\",\"signature\":\"AA==\"}," + ours
                + "]}},\"canonical\":true}");
    }

    private static String result(String json) {
        return "{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":" + json + "}";
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        assertThat(failed)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        one -> assertThat(one.failures().get(0).code()).isEqualTo(code));
    }
}
