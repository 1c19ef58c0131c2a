package io.raftkms.chaos.judge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stands for texts in tables that live as long as a run: the first half of their SHA-256. */
public record Digest(long high, long low) {
    /** The same texts in the same order have the same one. */
    public static Digest of(String... texts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                sha.update(text.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            ByteBuffer first = ByteBuffer.wrap(sha.digest());
            return new Digest(first.getLong(), first.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
