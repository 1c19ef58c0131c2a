package io.raftkms.signer.node;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.config.ChainSettings;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.SoftsignSettings;
import io.raftkms.signer.config.ValidatorSettings;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.key.KeyRing;
import io.raftkms.signer.key.SoftsignEntry;
import io.raftkms.signer.key.SoftsignKeyFile;
import io.raftkms.signer.key.VerifiedSigner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a member's configuration, loaded, each with its health. */
final class MemberKeys implements AutoCloseable {
    private static final Duration SELF_TEST = Duration.ofSeconds(2);

    private final KeyRing ring;
    private final Map<KeyId, KeyHealth> health = new LinkedHashMap<>();

    private MemberKeys(KeyRing ring) {
        this.ring = ring;
    }

    /**
     * @throws KeyFaultException if a key file cannot be used
     */
    static MemberKeys load(Configuration configuration, SoftsignKeyFile files) throws KeyFaultException {
        List<SoftsignEntry> entries =
                configuration.keys().stream().map(MemberKeys::entry).toList();
        MemberKeys keys = new MemberKeys(KeyRing.load(entries, files));
        Map<ConsensusPublicKey, KeyHealth> once = new LinkedHashMap<>();
        for (ChainSettings chain : configuration.chains()) {
            for (VerifiedSigner key : keys.ring.keysOf(chain.id())) {
                KeyHealth one = once.computeIfAbsent(key.publicKey(), fresh -> new KeyHealth(key, System::nanoTime));
                keys.health.put(new KeyId(chain.id(), key.publicKey()), one);
            }
        }
        return keys;
    }

    private static SoftsignEntry entry(SoftsignSettings settings) {
        return new SoftsignEntry(settings.chainIds(), settings.format(), settings.path());
    }

    /** Every key on every chain that it is configured for. */
    List<KeyId> ids() {
        return new ArrayList<>(health.keySet());
    }

    Optional<KeyHealth> find(KeyId key) {
        return Optional.ofNullable(health.get(key));
    }

    /** Health of every key on every chain; the same key's is the same on all of them. */
    Map<KeyId, KeyHealth> health() {
        return Collections.unmodifiableMap(health);
    }

    /** The key that a validator node's chain signs with. */
    ConsensusPublicKey of(ValidatorSettings validator) throws KeyFaultException {
        VerifiedSigner key = validator.key().isPresent()
                ? ring.chosen(validator.chainId(), validator.key().get())
                : ring.only(validator.chainId());
        return key.publicKey();
    }

    /** Lets every key sign a text that means nothing; says of each that does not what is wrong. */
    List<String> selfTest() {
        return health.entrySet().stream()
                .flatMap(entry -> {
                    KeyHealth.Report report =
                            entry.getValue().selfTest(SELF_TEST).join();
                    return report.condition() == KeyHealth.Condition.USABLE
                            ? Stream.empty()
                            : Stream.of("the key of chain " + entry.getKey().chainId() + " does not sign: "
                                    + report.cause());
                })
                .toList();
    }

    /** What the member tells about its keys. */
    List<MemberFacts.Key> facts() {
        return health.entrySet().stream()
                .map(entry -> MemberFacts.Key.of(entry.getKey(), usable(entry.getValue())))
                .toList();
    }

    static boolean usable(KeyHealth health) {
        KeyHealth.Report report = health.report();
        return report.condition() == KeyHealth.Condition.USABLE && report.badSignatures() == 0;
    }

    @Override
    public void close() {
        ring.close();
    }
}
