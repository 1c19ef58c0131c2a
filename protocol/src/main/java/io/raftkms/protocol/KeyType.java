package io.raftkms.protocol;

/** Signature schemes of consensus keys that raftkms can name; those it can sign with are fewer. */
public enum KeyType {
    ED25519("ed25519", 32, true),
    SECP256K1("secp256k1", 33, true);

    private final String wireName;
    private final int publicKeyBytes;
    private final boolean deterministic;

    KeyType(String wireName, int publicKeyBytes, boolean deterministic) {
        this.wireName = wireName;
        this.publicKeyBytes = publicKeyBytes;
        this.deterministic = deterministic;
    }

    /** {@code pub_key_type} of the v1 protocol: short names, not the amino style ones. */
    public String wireName() {
        return wireName;
    }

    /** Length of an encoded public key. */
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** Whether signing the same bytes again gives the same signature. */
    public boolean deterministic() {
        return deterministic;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
