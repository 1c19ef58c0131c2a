package io.raftkms.signer.link;

/**
 * What a link is called in logs and metrics.
 *
 * @param chainId the chain it signs on
 * @param validator the validator node's name or address
 */
public record LinkId(String chainId, String validator) {
    /** As {@code chain@validator}. */
    @Override
    public String toString() {
        return chainId + "@" + validator;
    }
}
