package io.raftkms.signer.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A JSON-RPC answer of a validator node. Anything but what was asked for is an {@link IOException}.
 *
 * @param result the answer without its envelope
 */
record NodeAnswer(JsonNode result) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** {@code BlockIDFlagAbsent}: no vote of this validator is in the commit. */
    private static final int ABSENT = 1;

    /** The body of a response. */
    static NodeAnswer parse(byte[] body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        if (answer == null || answer.has("error") || !answer.has("result")) {
            throw new IOException("it is an error, or has no result");
        }
        return new NodeAnswer(answer.path("result"));
    }

    /** Of {@code /status}. */
    NodeRpc.Status status() throws IOException {
        JsonNode sync = result.path("sync_info");
        long height = number(sync.path("latest_block_height"), "latest_block_height");
        String network = result.path("node_info").path("network").asText();
        return new NodeRpc.Status(network, height, sync.path("catching_up").asBoolean(true));
    }

    /** Of {@code /commit}: see {@link NodeRpc#signers}. */
    Set<String> signers(long height) throws IOException {
        JsonNode commit = result.path("signed_header").path("commit");
        if (number(commit.path("height"), "height") != height
                || !commit.path("signatures").isArray()) {
            throw new IOException("the answer is not the commit of height " + height);
        }
        Set<String> signers = new HashSet<>();
        for (JsonNode one : commit.path("signatures")) {
            if (one.path("block_id_flag").asInt() != ABSENT) {
                signers.add(one.path("validator_address").asText().toUpperCase(Locale.ROOT));
            }
        }
        return signers;
    }

    private static long number(JsonNode text, String field) throws IOException {
        try {
            return Long.parseLong(text.asText());
        } catch (NumberFormatException e) {
            throw new IOException("the answer has no " + field, e);
        }
    }
}
