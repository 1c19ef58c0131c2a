package io.raftkms.chaos.wire;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** An Ed25519 public key, verified by the JDK: not by the library that the signer signs with. */
public final class Ed25519Key {
    /** SubjectPublicKeyInfo of Ed25519 up to the 32 bytes of the key, RFC 8410. */
    private static final String PREFIX = "302a300506032b6570032100";

    private final PublicKey key;

    private Ed25519Key(PublicKey key) {
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param hex 32 bytes
     * @throws MalformedException if they are no public key
     */
    public static Ed25519Key of(String hex) throws MalformedException {
        try {
            byte[] encoded = HexFormat.of().parseHex(PREFIX + hex);
            return new Ed25519Key(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException bad) {
            throw new MalformedException("no Ed25519 public key: " + hex);
        }
    }

    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }
}
