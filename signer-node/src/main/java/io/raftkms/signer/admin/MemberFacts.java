package io.raftkms.signer.admin;

import io.raftkms.consensus.rule.KeyId;
import java.util.HexFormat;
import java.util.List;

/**
 * What a member knows about itself; also what it tells the others over the peer port.
 *
 * @param version of the program
 */
public record MemberFacts(String version, List<Link> links, List<Key> keys) {
    /**
     * One link to a validator node.
     *
     * @param state dialing, handshake, parked, admitted, waiting-for-leader, waiting-for-key or closed
     * @param sinceSeconds how long it has been in that state
     * @param lastAsked h/r/s of the last vote or proposal request, null before the first
     * @param lastError why the last connection ended, null while all is well
     */
    public record Link(
            String chainId,
            String validator,
            String state,
            long sinceSeconds,
            long requests,
            String lastAsked,
            String lastError) {}

    /**
     * One key of the configuration.
     *
     * @param publicKey lower-case hex
     * @param usable whether it passed its last self-test
     */
    public record Key(String chainId, String publicKey, boolean usable) {
        public static Key of(KeyId key, boolean usable) {
            return new Key(
                    key.chainId(),
                    HexFormat.of().formatHex(key.publicKey().bytes().toByteArray()),
                    usable);
        }
    }
}
