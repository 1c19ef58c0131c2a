package io.raftkms.signer.node;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.signer.link.LinkId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The keys that validator nodes may see. A node takes the key that it is shown for its own: another one than the
 * enrolled would make it another validator, which never votes. The first row that matches decides.
 *
 * <table>
 * <caption>Is a link's key shown?</caption>
 * <tr><th>what is known<th>shown
 * <tr><td>it is enrolled on the chain, by the ledger or by what this member recorded before its start<td>yes
 * <tr><td>the ledger is not complete again, and this member recorded a key that it does not have now<td>not yet
 * <tr><td>a key that this member does not have is enrolled on the chain and not sealed: this one lies in its place<td>no
 * <tr><td>nothing is enrolled on the chain, or only keys that this member has too<td>yes: a new validator
 * </table>
 *
 * <p>Decision 0022.
 */
final class ShownKeys {
    /**
     * What could be shown.
     *
     * @param own every key of the configuration, on each of its chains
     */
    record Offer(LinkPlan plan, Collection<KeyId> own) {
        Offer {
            own = Set.copyOf(own);
        }
    }

    private final ClusterMember member;
    private final Supplier<Offer> offers;

    /**
     * @param offers plan and keys as they are in use together; a reload exchanges them
     */
    ShownKeys(ClusterMember member, Supplier<Offer> offers) {
        this.member = member;
        this.offers = offers;
    }

    /** The key of a link, unless it is withheld; from memory. */
    Optional<ConsensusPublicKey> of(String chainId, String validator) {
        Offer offer = offers.get();
        return offer.plan().publicKey(chainId, validator).filter(key -> isShown(new KeyId(chainId, key), offer.own()));
    }

    /** Links whose key is shown now. */
    Set<LinkId> links() {
        Set<LinkId> links = new HashSet<>();
        Offer offer = offers.get();
        offer.plan().keys().forEach((link, key) -> {
            if (isShown(new KeyId(link.chainId(), key), offer.own())) {
                links.add(link);
            }
        });
        return links;
    }

    private boolean isShown(KeyId key, Collection<KeyId> own) {
        LedgerState ledger = member.ledger();
        if (ledger.key(key).isPresent() || member.recorded(key)) {
            return true;
        }
        return member.caughtUp() ? !standsInForAnother(key, own, ledger) : !recordedAnother(own);
    }

    private boolean standsInForAnother(KeyId key, Collection<KeyId> own, LedgerState ledger) {
        return ledger.keys().stream()
                .filter(enrolled -> !enrolled.sealed())
                .anyMatch(enrolled -> enrolled.key().chainId().equals(key.chainId()) && !own.contains(enrolled.key()));
    }

    /** Records do not say of which chain a key is, so until the ledger does it may be any. */
    private boolean recordedAnother(Collection<KeyId> own) {
        return own.stream().filter(member::recorded).count() < member.recordedKeys();
    }
}
