package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeersStore;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other members' hello, from before Raft runs here until after it ended. */
public final class HelloAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(HelloAnswers.class);

    private final Supplier<HelloFacts> self;
    private final PeersStore peers;
    private final Witness witness;
    private final GroupPlace.Lookup group;
    private final HelloCalls calls;
    private final Set<String> notUnderstood = ConcurrentHashMap.newKeySet();

    /**
     * @param group where the group has a member
     * @param calls asks which start answers at a member's address
     */
    public HelloAnswers(
            Supplier<HelloFacts> self, PeersStore peers, Witness witness, GroupPlace.Lookup group, HelloCalls calls) {
        this.self = self;
        this.peers = peers;
        this.witness = witness;
        this.group = group;
        this.calls = calls;
    }

    /**
     * @param caller by its certificate
     */
    public CompletableFuture<byte[]> answer(MemberId caller, byte[] request) {
        Optional<HelloFacts> told;
        try {
            told = HelloCodec.request(request);
        } catch (HelloFormatException e) {
            if (notUnderstood.add(caller + e.getMessage())) {
                LOG.warn("the hello of {} is not understood: {}", caller, e.getMessage());
            }
            return reply(new HelloVerdict.NotYet());
        }
        if (told.isEmpty() || !told.get().member().equals(caller)) {
            return reply(new HelloVerdict.NotYet());
        }
        HelloFacts facts = told.get();
        long arrived = witness.now();
        witness.greeted(facts);
        HelloVerdict verdict = settle(facts, arrived, false);
        if (!(verdict instanceof HelloVerdict.UnlessOlderStartLives)) {
            return reply(verdict);
        }
        return calls.hello(caller, HelloCodec.who())
                .handle((answer, failure) -> failure == null && isOtherStart(answer, facts))
                .thenCompose(lives -> reply(lives ? runsTwice(facts) : settle(facts, arrived, true)));
    }

    /** Judged and written down in one: of two greetings at once, the second meets the first in the record. */
    private synchronized HelloVerdict settle(HelloFacts told, long arrived, boolean olderIsGone) {
        witness.learn();
        GroupPlace.Found place = group.of(told.member());
        HelloVerdict verdict = HelloRule.judge(self.get().clusterId(), peers.now(), place.place(), told);
        if (verdict instanceof HelloVerdict.UnlessOlderStartLives unless && olderIsGone) {
            verdict = new HelloVerdict.Accept(unless.joins());
        }
        if (verdict instanceof HelloVerdict.Accept) {
            witness.accepted(told, place, arrived);
        }
        return verdict;
    }

    private HelloVerdict runsTwice(HelloFacts told) {
        long older = peers.now()
                .known(told.member())
                .map(known -> known.startNumber())
                .orElse(0L);
        return new HelloVerdict.Refuse(
                HelloReason.RUNS_TWICE,
                "start " + older + " answers at the member's address, this is start " + told.startNumber());
    }

    private static boolean isOtherStart(byte[] answer, HelloFacts told) {
        try {
            HelloFacts there = HelloCodec.reply(answer).facts();
            return there.member().equals(told.member()) && !there.startId().equals(told.startId());
        } catch (HelloFormatException e) {
            // Somebody with this member's certificate answers in a way of its own: that is not this start.
            return true;
        }
    }

    private CompletableFuture<byte[]> reply(HelloVerdict verdict) {
        return CompletableFuture.completedFuture(HelloCodec.reply(new HelloReply(verdict, self.get())));
    }
}
