package io.raftkms.protocol.files;

import io.raftkms.protocol.files.FileFormatException.Problem;
import java.util.Arrays;
import java.util.Base64;

/** A file that holds nothing but the base64 of a 32-byte seed; white space around it is ignored, as tmkms does. */
final class SeedText {
    private static final int TWO_SEEDS = 2 * SecretSeed.BYTES;

    private SeedText() {}

    static SecretSeed parse(FileKind kind, byte[] content) throws FileFormatException {
        FileSize.check(kind, content);
        byte[] text = trim(content);
        byte[] bytes = null;
        try {
            bytes = Base64Text.decode(text).orElseThrow(() -> malformed(kind, text));
            if (bytes.length == TWO_SEEDS) {
                throw longForm(kind, bytes);
            }
            if (bytes.length != SecretSeed.BYTES) {
                throw new FileFormatException(
                        kind,
                        Problem.MALFORMED,
                        "",
                        "base64 of " + bytes.length + " bytes",
                        "base64 of " + SecretSeed.BYTES + " bytes, an Ed25519 seed");
            }
            return SecretSeed.copyOf(bytes);
        } finally {
            Arrays.fill(text, (byte) 0);
            if (bytes != null) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /** Base64 without a line end, as tmkms writes it; the caller wipes it. */
    static byte[] encode(SecretSeed seed) {
        byte[] bytes = seed.copy();
        try {
            return Base64.getEncoder().encode(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static FileFormatException malformed(FileKind kind, byte[] text) {
        boolean json = text.length > 0 && text[0] == '{';
        String found = json ? "a JSON object" : "text that is not base64";
        return new FileFormatException(
                kind, Problem.MALFORMED, "", found, "base64 of " + SecretSeed.BYTES + " bytes, an Ed25519 seed");
    }

    /**
     * 64 bytes mean an expanded secret to tmkms and seed and public key to Go. Taken for the other form, either would
     * sign under a key that nobody enrolled, so neither is read.
     */
    private static FileFormatException longForm(FileKind kind, byte[] bytes) {
        String found;
        try (SecretSeed seed = SecretSeed.copyOf(bytes, 0, SecretSeed.BYTES)) {
            byte[] second = Arrays.copyOfRange(bytes, SecretSeed.BYTES, TWO_SEEDS);
            boolean goForm =
                    Arrays.equals(second, seed.ed25519PublicKey().bytes().toByteArray());
            found = goForm
                    ? "base64 of 64 bytes in Go's form (seed, then public key)"
                    : "base64 of 64 bytes, perhaps tmkms' expanded secret (which Go's seed and public key is not)";
        }
        return new FileFormatException(
                kind,
                Problem.UNSUPPORTED_KEY,
                "",
                found,
                "base64 of the 32-byte seed alone; softsign import makes one from a priv_validator_key.json");
    }

    private static byte[] trim(byte[] content) {
        int from = 0;
        int to = content.length;
        while (from < to && isBlank(content[from])) {
            from++;
        }
        while (to > from && isBlank(content[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(content, from, to);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
