package io.raftkms.protocol.files;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64 as Go's and Rust's standard decoders take it: padded, no blanks inside, no stray bits in the last character. */
final class Base64Text {
    private Base64Text() {}

    static Optional<byte[]> decode(byte[] text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] canonical = Base64.getEncoder().encode(bytes);
        boolean same = Arrays.equals(canonical, text);
        Arrays.fill(canonical, (byte) 0);
        if (!same) {
            Arrays.fill(bytes, (byte) 0);
            return Optional.empty();
        }
        return Optional.of(bytes);
    }
}
