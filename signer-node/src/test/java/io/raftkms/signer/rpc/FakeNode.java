package io.raftkms.signer.rpc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** The RPC of a node that makes blocks at every look; its answers have the shape of those of CometBFT 0.38. */
public final class FakeNode implements AutoCloseable {
    /** Height of the newest block at the first look. */
    public static final long FIRST = 100;

    private static final String OTHER = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

    private final AtomicLong height = new AtomicLong(FIRST);
    private final Set<Long> signed = new ConcurrentSkipListSet<>();
    private final String address;
    private final HttpServer server;
    private volatile String network;
    private volatile boolean catchingUp;
    private volatile boolean failing;
    private volatile long step = 1;

    /**
     * @param address of the validator whose signatures are looked for, upper-case hex
     */
    public FakeNode(String network, String address) throws IOException {
        this.network = network;
        this.address = address;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status", exchange -> answer(exchange, status()));
        server.createContext("/commit", exchange -> answer(exchange, commit(exchange)));
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** The commits of these blocks have a signature of the validator. */
    public void signedIn(Long... blocks) {
        signed.addAll(List.of(blocks));
    }

    /** How many blocks it makes from one look to the next. */
    public void makes(long blocks) {
        step = blocks;
    }

    /** It is one of another chain. */
    public void network(String other) {
        network = other;
    }

    public void catchingUp(boolean now) {
        catchingUp = now;
    }

    /** Every answer is an error. */
    public void fail() {
        failing = true;
    }

    @Override
    public void close() {
        server.stop(0);
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
        String one = signed.contains(asked)
                ? "{\"block_id_flag\":2,\"validator_address\":\"" + address + "\",\"signature\":\"AA==\"}"
                : "{\"block_id_flag\":1,\"validator_address\":\"\",\"timestamp\":\"0001-01-01T00:00:00Z\",\"signature\":null}";
        return result("{\"signed_header\":{\"header\":{\"height\":\"" + asked + "\"},\"commit\":{\"height\":\"" + asked
                + "\",\"round\":0,\"block_id\":{\"hash\":\"AB\"},\"signatures\":[{\"block_id_flag\":3,"
                + "\"validator_address\":\"" + OTHER + "\",\"signature\":\"AA==\"}," + one
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
}
