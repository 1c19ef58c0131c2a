package io.raftkms.signer.link;

import io.raftkms.protocol.secretconnection.IdentityKey;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One {@code [[validator]]} table.
 *
 * @param name what logs call the validator node; its address unless the operator named it
 * @param maxHeight highest height signed over this link, if limited ({@code max_height}, as tmkms)
 * @param identity this member's key for the Secret Connection; needed for tcp only
 */
public record LinkSettings(
        String name,
        ValidatorAddress address,
        String chainId,
        OptionalLong maxHeight,
        Optional<IdentityKey> identity,
        LinkMode mode) {
    public LinkSettings {
        if (address instanceof ValidatorAddress.Tcp && identity.isEmpty()) {
            throw new IllegalArgumentException("a tcp link needs an identity key: " + address);
        }
    }

    /** Its name in logs and metrics. */
    public LinkId id() {
        return new LinkId(chainId, name);
    }
}
