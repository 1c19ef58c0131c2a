package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.BlockId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Block ids for made-up blocks: same name, same block. */
final class Blocks {
    private Blocks() {}

    static BlockId of(String name) {
        return new BlockId(sha256(name), 1, sha256("parts of " + name));
    }

    private static ByteString sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteString.copyFrom(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
