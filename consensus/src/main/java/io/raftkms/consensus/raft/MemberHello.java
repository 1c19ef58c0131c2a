package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.hello.GroupPlace;
import io.raftkms.consensus.raft.hello.HelloAnswers;
import io.raftkms.consensus.raft.hello.HelloExchange;
import io.raftkms.consensus.raft.hello.HelloOutcome;
import io.raftkms.consensus.raft.hello.OwnFacts;
import io.raftkms.consensus.raft.hello.Witness;
import io.raftkms.consensus.raft.peer.PeerClients;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.MemberStore;
import io.raftkms.consensus.raft.store.PeersStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** A member's part in the hello, over its peer port and its channels to the others. */
final class MemberHello implements Testimony {
    private static final Duration GREETING = Duration.ofSeconds(1);
    /** Asked while the greeting of the newer start waits for its answer. */
    private static final Duration WHO_IS_THERE = Duration.ofMillis(400);

    private final GroupLayout layout;
    private final PeersStore peers;
    private final PeerClients clients;
    private final OwnFacts self;
    private final Witness witness;
    private final HelloAnswers answers;
    private volatile HelloExchange exchange;

    /**
     * @param nanoTime for how long ago another member was heard
     */
    MemberHello(
            GroupLayout layout,
            MemberStore store,
            PeersStore peers,
            GroupPlace.Lookup group,
            PeerClients clients,
            LongSupplier nanoTime) {
        this.layout = layout;
        this.peers = peers;
        this.clients = clients;
        Forced begun = new Forced(store.raftData().voteTerm(), store.raftData().end());
        this.self = new OwnFacts(store.identity(), store.run(), peers, begun);
        this.witness = new Witness(peers, nanoTime);
        this.answers = new HelloAnswers(
                self, peers, witness, group, (to, request) -> clients.hello(to, request, WHO_IS_THERE));
    }

    CompletableFuture<byte[]> answer(MemberId caller, byte[] request) {
        return answers.answer(caller, request);
    }

    /** The asking of this start; once. */
    HelloExchange exchange(HelloOutcome outcome, ScheduledExecutorService timer, Duration patience) {
        exchange = new HelloExchange(
                self,
                peers,
                witness,
                layout.memberIds(),
                layout.voterIds(),
                (to, request) -> clients.hello(to, request, GREETING),
                outcome,
                timer,
                System::nanoTime,
                patience);
        return exchange;
    }

    /** The members of the group by the own log: those that came while this one runs are greeted, too. */
    void follow(Set<MemberId> group) {
        HelloExchange asking = exchange;
        if (asking != null) {
            asking.follow(group);
        }
    }

    /**
     * @param take takes down what the followers have acknowledged by now; run before anybody is judged
     */
    void acknowledgements(Runnable take) {
        witness.learnFrom(take);
    }

    /** Does that; nothing before Raft runs. Waits for no disk. */
    void takeAcknowledgements() {
        witness.take();
    }

    @Override
    public void forced(Forced now) {
        self.forced(now);
    }

    @Override
    public void acknowledged(MemberId by, LogPosition entry) {
        witness.acknowledged(by, entry);
    }

    @Override
    public void voted(MemberId by, long term) {
        witness.voted(by, term);
    }

    @Override
    public void forceLearnt() {
        witness.learn();
        peers.force();
    }
}
