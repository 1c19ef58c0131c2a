package io.raftkms.signer.admin;

import java.util.List;

/**
 * Body of {@code POST /v1/state/recover}.
 *
 * @param clusterId the cluster that the recovery was made for
 */
public record RecoverRequest(String clusterId, List<Key> keys) {
    /**
     * @param keyType name of a {@link io.raftkms.protocol.KeyType}
     * @param publicKey lower-case hex
     * @param floorHeight nothing at or below it is signed in any round
     * @param sealed the key is sealed once it is enrolled
     */
    public record Key(String chainId, String keyType, String publicKey, long floorHeight, boolean sealed) {}
}
