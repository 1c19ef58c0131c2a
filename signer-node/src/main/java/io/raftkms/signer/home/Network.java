package io.raftkms.signer.home;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Networks that {@code init -n} knows, under the names of tmkms. Prefixes are those of each chain's registry entry. */
public enum Network {
    COSMOSHUB("cosmoshub-4", "cosmospub", "cosmosvalconspub"),
    IRISHUB("irishub-1", "iap", "icp"),
    SENTINELHUB("sentinelhub-2", "sentpub", "sentvalconspub"),
    OSMOSIS("osmosis-1", "osmopub", "osmovalconspub"),
    CORE("core-1", "persistencepub", "persistencevalconspub");

    private final String chainId;
    private final String accountKeyPrefix;
    private final String consensusKeyPrefix;

    Network(String chainId, String accountKeyPrefix, String consensusKeyPrefix) {
        this.chainId = chainId;
        this.accountKeyPrefix = accountKeyPrefix;
        this.consensusKeyPrefix = consensusKeyPrefix;
    }

    public String chainId() {
        return chainId;
    }

    String keyFormat() {
        return "{ type = \"bech32\", account_key_prefix = \"" + accountKeyPrefix + "\", consensus_key_prefix = \""
                + consensusKeyPrefix + "\" }";
    }

    /** By its name on the command line. */
    public static Optional<Network> named(String name) {
        return Arrays.stream(values())
                .filter(network -> network.toString().equals(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Network::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
