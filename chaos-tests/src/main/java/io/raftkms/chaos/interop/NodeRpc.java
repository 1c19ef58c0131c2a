package io.raftkms.chaos.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Timestamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** The node's RPC: which blocks there are, and who signed them. */
final class NodeRpc {
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int FOR_THE_BLOCK = 2;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CALL).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;
    private final String chainId;

    NodeRpc(int port, String chainId) {
        this.base = "http://127.0.0.1:" + port;
        this.chainId = chainId;
    }

    /**
     * The commit of a block on a chain with one validator.
     *
     * @param precommit what the validator says that it signed
     * @param signature lower-case hex, empty if the validator is absent or voted nil
     * @param time of the block
     */
    record Commit(long height, long round, Canonical.Vote precommit, String signature, Instant time) {}

    /** Height of the newest block; 0 before the first one and while the node does not answer. */
    long height() throws InterruptedException {
        try {
            return call("/status").path("sync_info").path("latest_block_height").asLong();
        } catch (IOException starting) {
            return 0;
        }
    }

    Commit commit(long height) throws IOException, InterruptedException {
        JsonNode header = call("/commit?height=" + height).path("signed_header");
        JsonNode commit = header.path("commit");
        JsonNode signature = commit.path("signatures").path(0);
        boolean forTheBlock = signature.path("block_id_flag").asInt() == FOR_THE_BLOCK;
        Instant signedAt =
                forTheBlock ? Instant.parse(signature.path("timestamp").asText()) : Instant.EPOCH;
        long round = commit.path("round").asLong();
        Canonical.Vote precommit = new Canonical.Vote(
                FOR_THE_BLOCK,
                height,
                round,
                block(commit.path("block_id")),
                new Timestamp(signedAt.getEpochSecond(), signedAt.getNano()),
                chainId);
        return new Commit(
                height,
                round,
                precommit,
                forTheBlock
                        ? HexFormat.of()
                                .formatHex(Base64.getDecoder()
                                        .decode(signature.path("signature").asText()))
                        : "",
                Instant.parse(header.path("header").path("time").asText()));
    }

    private static Block block(JsonNode id) {
        return new Block(
                id.path("hash").asText().toLowerCase(Locale.ROOT),
                id.path("parts").path("total").asLong(),
                id.path("parts").path("hash").asText().toLowerCase(Locale.ROOT));
    }

    private JsonNode call(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(CALL).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = json.readTree(response.body());
        if (answer.has("error")) {
            throw new IOException(path + ": " + answer.path("error"));
        }
        return answer.path("result");
    }
}
