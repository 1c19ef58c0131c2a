package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a vote that arrived now would not be signed, and the command that helps.
 *
 * @param cause a few words
 * @param next a command, or what to look at
 */
public record NotReady(String cause, String next) {
    /** The first line of {@code cluster status}. */
    public String line() {
        return "NOT READY: " + cause + ": " + next;
    }

    /**
     * @param missing the members whose hello is waited for, with reasons
     */
    static NotReady hello(String missing) {
        return new NotReady(
                "waiting for hello from " + missing, "raftkms start -c FILE on the members that do not run");
    }

    static Optional<NotReady> find(
            Optional<MemberId> leader,
            Leadership leadership,
            LedgerState ledger,
            List<KeyId> configured,
            MemberFacts own,
            GroupStatus group) {
        Optional<NotReady> lacking = LackingKey.first(ledger, configured)
                .map(failure -> new NotReady(
                        failure.code() + " " + failure.detail(),
                        failure.toDo().orElse(failure.code().toDo())));
        if (lacking.isPresent()) {
            return lacking;
        }
        if (leader.isEmpty()) {
            return Optional.of(noLeader(group));
        }
        if (leadership.role() == Leadership.Role.LEADER && !leadership.ready()) {
            return Optional.of(new NotReady("the leader is not ready yet", "ask again in a moment"));
        }
        if (configured.isEmpty()) {
            return Optional.of(new NotReady("no key is configured", "raftkms config check"));
        }
        for (KeyId key : configured) {
            Optional<NotReady> one = ofKey(key, ledger.key(key), own);
            if (one.isPresent()) {
                return one;
            }
        }
        return Optional.empty();
    }

    /** A listener signs nothing: it is ready while it follows a leader. */
    static Optional<NotReady> ofListener(Optional<MemberId> leader, GroupStatus group) {
        return leader.isPresent() ? Optional.empty() : Optional.of(noLeader(group));
    }

    private static NotReady noLeader(GroupStatus group) {
        String names = group.members().stream()
                .map(member -> member.id().name() + " (" + member.address() + ")")
                .collect(Collectors.joining(", "));
        return new NotReady(
                "no leader: a majority of " + names + " must run and reach each other",
                "raftkms start -c FILE on the members that do not run");
    }

    private static Optional<NotReady> ofKey(KeyId key, Optional<KeyState> state, MemberFacts own) {
        String chain = key.chainId();
        if (state.isEmpty()) {
            return Optional.of(new NotReady(
                    "key of chain " + chain + " is not enrolled",
                    "raftkms state import (or state init) -c FILE --chain-id " + chain));
        }
        if (state.get().sealed()) {
            return Optional.of(new NotReady("key of chain " + chain + " is sealed", "raftkms state show -c FILE"));
        }
        if (pausedNow(state.get())) {
            return Optional.of(
                    new NotReady("key of chain " + chain + " is paused", "raftkms resume -c FILE --chain-id " + chain));
        }
        return own.keys().contains(MemberFacts.Key.of(key, false))
                ? Optional.of(new NotReady("key of chain " + chain + " does not sign on this member", "see the log"))
                : Optional.empty();
    }

    /** A planned halt holds nothing back before its height. */
    private static boolean pausedNow(KeyState state) {
        return state.pause().isPresent()
                && state.pause().get().covers(state.mark().height() + 1);
    }
}
