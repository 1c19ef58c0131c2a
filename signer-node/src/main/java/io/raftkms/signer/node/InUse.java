package io.raftkms.signer.node;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.key.KeyHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a member signs with, and its links' plan, exchanged together. Who asks gets one or the other set, never a
 * mixture; a signature that is under way ends with the key that it began with, since a set is wiped only when nobody can
 * be waiting for it any more.
 */
final class InUse implements AutoCloseable {
    /** One set that was loaded together. */
    record Loaded(MemberKeys keys, LinkPlan plan) {}

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

    Optional<ConsensusPublicKey> publicKey(String chainId, String validator) {
        return loaded.plan().publicKey(chainId, validator);
    }

    @Override
    public synchronized void close() {
        open.forEach(MemberKeys::close);
    }
}
