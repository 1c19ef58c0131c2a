package io.raftkms.protocol.files;

/** The files that are read here, with the limit for each and whether its content may appear in a message. */
public enum FileKind {
    /** CometBFT's key, the largest of whose types (ML-DSA-65) needs about 9 KiB. */
    PRIV_VALIDATOR_KEY("priv_validator_key.json", 16 * 1024, true),
    SOFTSIGN_KEY("softsign key file", 4 * 1024, true),
    IDENTITY_KEY("identity key file", 4 * 1024, true),
    PRIV_VALIDATOR_STATE("priv_validator_state.json", 64 * 1024, false),
    HORCRUX_STATE("Horcrux state file", 64 * 1024, false),
    TMKMS_STATE("tmkms state file", 64 * 1024, false),
    /** A state file of which it is not known yet who wrote it. */
    STATE("state file", 64 * 1024, false);

    private final String title;
    private final int maxBytes;
    private final boolean secret;

    FileKind(String title, int maxBytes, boolean secret) {
        this.title = title;
        this.maxBytes = maxBytes;
        this.secret = secret;
    }

    /** Longer content is refused before it is parsed. */
    public int maxBytes() {
        return maxBytes;
    }

    /** True if messages may name fields and sizes, never contents. */
    public boolean secret() {
        return secret;
    }

    /** As an operator calls it. */
    @Override
    public String toString() {
        return title;
    }
}
