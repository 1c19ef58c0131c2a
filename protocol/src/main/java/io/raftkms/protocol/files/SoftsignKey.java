package io.raftkms.protocol.files;

import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.files.FileFormatException.Problem;

/** The key file of {@code [[providers.softsign]]}: an Ed25519 key in one of two forms. */
public final class SoftsignKey {
    private SoftsignKey() {}

    /**
     * Reads the key.
     *
     * @return the Ed25519 seed, which the caller destroys
     * @throws FileFormatException for a damaged file, and with {@link Problem#UNSUPPORTED_KEY} for a key of another
     *     type or form
     */
    public static SecretSeed parse(SoftsignFormat format, byte[] content) throws FileFormatException {
        return switch (format) {
            case BASE64 -> SeedText.parse(FileKind.SOFTSIGN_KEY, content);
            case JSON -> ed25519Of(PrivValidatorKeyFile.parse(content));
        };
    }

    /** The content of a key file in form {@link SoftsignFormat#BASE64}; the caller wipes it. */
    public static byte[] encode(SecretSeed seed) {
        return SeedText.encode(seed);
    }

    private static SecretSeed ed25519Of(PrivValidatorKeyFile file) throws FileFormatException {
        KeyType type = file.publicKey().type();
        if (type != KeyType.ED25519) {
            file.secret().destroy();
            throw new FileFormatException(
                    FileKind.PRIV_VALIDATOR_KEY,
                    Problem.UNSUPPORTED_KEY,
                    "priv_key.type",
                    "a " + type + " key",
                    "an " + KeyType.ED25519 + " key; softsign signs with no other type");
        }
        return file.secret();
    }
}
