package io.raftkms.chaos.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The public half of a key in a priv_validator_key.json.
 *
 * @param publicKey lower-case hex
 */
public record ConsensusKey(Path file, String publicKey) {
    private static final int KEY_BYTES = 32;
    private static final int ADDRESS_BYTES = 20;

    /** Reads a file that a node wrote. */
    public static ConsensusKey read(Path file) throws IOException {
        JsonNode value =
                new ObjectMapper().readTree(file.toFile()).path("pub_key").path("value");
        return new ConsensusKey(
                file, HexFormat.of().formatHex(Base64.getDecoder().decode(value.asText())));
    }

    /** Writes a new key of its own, as CometBFT would. */
    public static ConsensusKey generate(Path file) throws IOException {
        byte[] seed;
        byte[] publicKey;
        byte[] address;
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            seed = last(pair.getPrivate().getEncoded());
            publicKey = last(pair.getPublic().getEncoded());
            address = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), ADDRESS_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        byte[] both = Arrays.copyOf(seed, 2 * KEY_BYTES);
        System.arraycopy(publicKey, 0, both, KEY_BYTES, KEY_BYTES);
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("address", HexFormat.of().formatHex(address).toUpperCase(Locale.ROOT));
        json.putObject("pub_key")
                .put("type", "tendermint/PubKeyEd25519")
                .put("value", Base64.getEncoder().encodeToString(publicKey));
        json.putObject("priv_key")
                .put("type", "tendermint/PrivKeyEd25519")
                .put("value", Base64.getEncoder().encodeToString(both));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, json.toPrettyString());
        return new ConsensusKey(file, HexFormat.of().formatHex(publicKey));
    }

    /** Both encodings of RFC 8410 end with the 32 bytes of the key. */
    private static byte[] last(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }
}
