package io.raftkms.protocol.files;

/** The key file of a link's identity ({@code secret_key} of {@code [[validator]]}): base64 of a 32-byte Ed25519 seed. */
public final class IdentityKeyText {
    private IdentityKeyText() {}

    /**
     * Reads the seed, which the caller destroys.
     *
     * @throws FileFormatException if the content is anything but base64 of 32 bytes
     */
    public static SecretSeed parse(byte[] content) throws FileFormatException {
        return SeedText.parse(FileKind.IDENTITY_KEY, content);
    }

    /** The file's content, as tmkms writes it; the caller wipes it. */
    public static byte[] encode(SecretSeed seed) {
        return SeedText.encode(seed);
    }
}
