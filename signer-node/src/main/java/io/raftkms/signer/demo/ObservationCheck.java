package io.raftkms.signer.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks through an observation file after the run: no height, round and step of a key has signatures over different
 * bytes, and every signature verifies. It knows the file, not the cluster.
 *
 * @param signatures votes and proposals looked at
 * @param violations what is wrong, one sentence each
 */
public record ObservationCheck(int signatures, List<String> violations) {
    /** Reads the whole file. */
    public static ObservationCheck of(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, String> signed = new LinkedHashMap<>();
        List<String> violations = new ArrayList<>();
        int signatures = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode seen = json.readTree(line);
            if (!seen.get("event").asText().equals("signature")) {
                continue;
            }
            verify(seen, violations);
            if (seen.get("kind").asText().equals("extension")) {
                continue;
            }
            signatures++;
            String bytes = seen.get("sign_bytes").asText();
            String before = signed.putIfAbsent(position(seen), bytes);
            if (before != null && !before.equals(bytes)) {
                violations.add("signed twice with different bytes: " + position(seen));
            }
        }
        return new ObservationCheck(signatures, List.copyOf(violations));
    }

    private static String position(JsonNode seen) {
        return seen.get("public_key").asText() + " " + seen.get("chain_id").asText() + " "
                + seen.get("height").asLong() + "/" + seen.get("round").asInt() + "/"
                + seen.get("step").asInt();
    }

    private static void verify(JsonNode seen, List<String> violations) {
        ConsensusPublicKey key = new ConsensusPublicKey(KeyType.ED25519, bytes(seen, "public_key"));
        if (!new Ed25519Verifier(key).verifies(bytes(seen, "sign_bytes"), bytes(seen, "signature"))) {
            violations.add("does not verify: " + position(seen));
        }
    }

    private static ByteString bytes(JsonNode seen, String field) {
        return ByteString.copyFrom(HexFormat.of().parseHex(seen.get(field).asText()));
    }
}
