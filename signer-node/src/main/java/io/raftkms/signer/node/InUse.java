package io.raftkms.signer.node;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.key.KeyFaultException;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that a member signs with, and its links' plan, exchanged together. Who asks gets one or the other set, never a
 * mixture; a signature that is under way ends with the key that it began with, since a set is wiped only when nobody can
 * be waiting for it any more.
 */
final class InUse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InUse.class);

    /** One set that was loaded together. */
    record Loaded(MemberKeys keys, LinkPlan plan) {
        /**
         * @param listener whether the running member is one: it has neither keys nor links, whatever the file says
         * @throws KeyFaultException if a key file cannot be used; nothing is left open then
         */
        static Loaded of(Configuration configuration, boolean listener, SecretFile secrets) throws KeyFaultException {
            if (listener
                    && !(configuration.keys().isEmpty()
                            && configuration.validators().isEmpty())) {
                LOG.warn("a listener has neither keys nor links: [[validator]] and [providers] are not used");
            }
            Configuration used = listener ? configuration.withoutSigning() : configuration;
            MemberKeys keys = MemberKeys.load(used, new SoftsignKeyFile(secrets));
            try {
                return new Loaded(keys, LinkPlan.of(used, keys));
            } catch (KeyFaultException | RuntimeException failed) {
                keys.close();
                throw failed;
            }
        }
    }

    /** Longer than any request is held. */
    static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);

    private final List<MemberKeys> open = new ArrayList<>();
    private volatile Loaded loaded;

    InUse(Loaded first) {
        this.loaded = first;
        open.add(first.keys());
    }

    /**
     * @return the keys that were in use before, to be wiped after {@link #LONGEST_REQUEST}
     */
    synchronized MemberKeys exchange(Loaded next) {
        MemberKeys before = loaded.keys();
        open.add(next.keys());
        loaded = next;
        return before;
    }

    synchronized void wipe(MemberKeys replaced) {
        if (open.remove(replaced)) {
            replaced.close();
        }
    }

    LinkPlan plan() {
        return loaded.plan();
    }

    List<KeyId> ids() {
        return loaded.keys().ids();
    }

    Optional<KeyHealth> find(KeyId key) {
        return loaded.keys().find(key);
    }

    Map<KeyId, KeyHealth> health() {
        return loaded.keys().health();
    }

    List<MemberFacts.Key> facts() {
        return loaded.keys().facts();
    }

    ShownKeys.Offer offer() {
        Loaded now = loaded;
        return new ShownKeys.Offer(now.plan(), now.keys().ids());
    }

    @Override
    public synchronized void close() {
        open.forEach(MemberKeys::close);
    }
}
