package io.raftkms.protocol.privval;

/**
 * How nodes of one line of versions read replies. A signer answers them all alike; a simulated validator node reads as
 * one of them.
 */
public enum Dialect {
    /** v0.34 and v0.37. */
    V0_34("v0.34", false, false, Dialect.OLD_MAX_REPLY_BYTES),
    /** v0.38 and v0.39. */
    V0_38("v0.38", true, false, Dialect.OLD_MAX_REPLY_BYTES),
    /** v0.40: the v0.38 messages, a larger limit. */
    V0_40("v0.40", true, false, RequestLimits.MAX_MESSAGE_BYTES),
    /** v1.0. */
    V1("v1", true, true, Dialect.OLD_MAX_REPLY_BYTES);

    /** {@code maxRemoteSignerMsgSize} of CometBFT before v0.40. */
    private static final int OLD_MAX_REPLY_BYTES = 10_240;

    private final String wireName;
    private final boolean readsExtensionSignatures;
    private final boolean readsKeyByName;
    private final int maxReplyBytes;

    Dialect(String wireName, boolean readsExtensionSignatures, boolean readsKeyByName, int maxReplyBytes) {
        this.wireName = wireName;
        this.readsExtensionSignatures = readsExtensionSignatures;
        this.readsKeyByName = readsKeyByName;
        this.maxReplyBytes = maxReplyBytes;
    }

    /** Whether nodes know vote extensions. */
    public boolean readsExtensionSignatures() {
        return readsExtensionSignatures;
    }

    /** Whether a public key is read from fields 3 and 4 of its response instead of field 1. */
    public boolean readsKeyByName() {
        return readsKeyByName;
    }

    /** Longest body of a reply that a node reads. */
    public int maxReplyBytes() {
        return maxReplyBytes;
    }

    /** As {@code v0.38}. */
    @Override
    public String toString() {
        return wireName;
    }
}
