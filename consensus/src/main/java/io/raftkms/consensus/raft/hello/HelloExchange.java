package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeersFile;
import io.raftkms.consensus.raft.store.PeersStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Greets every other member: until Raft may start several times a second, then every second for as long as the member
 * runs. So a member that could not be reached is asked on, everybody learns how far the others' disks reach, and a member
 * of which a newer start was seen hears of it.
 */
public final class HelloExchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HelloExchange.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final long WAITING_PERIOD_MILLIS = 100;
    private static final long TOLD_EVERY_MILLIS = 3000;

    private final Supplier<HelloFacts> self;
    private final PeersStore peers;
    private final Witness witness;
    private final Set<MemberId> others;
    private final Set<MemberId> greeted = ConcurrentHashMap.newKeySet();
    private final MemberId own;
    private final HelloCalls calls;
    private final HelloOutcome outcome;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final HelloProgress progress;
    private final Map<MemberId, Long> refusedSince = new HashMap<>();
    private volatile Set<MemberId> group = Set.of();
    private long round;
    private boolean accepted;
    private boolean ended;
    private String told = "";

    /**
     * @param members all configured members; what the group is by the log is not known yet
     * @param voters those of them that have a vote
     * @param timer paces the greetings; stays the caller's
     * @param patience how long a refusal may last that can pass by itself
     */
    public HelloExchange(
            Supplier<HelloFacts> self,
            PeersStore peers,
            Witness witness,
            Set<MemberId> members,
            Set<MemberId> voters,
            HelloCalls calls,
            HelloOutcome outcome,
            ScheduledExecutorService timer,
            LongSupplier nanoTime,
            Duration patience) {
        this.self = self;
        this.peers = peers;
        this.witness = witness;
        this.own = peers.now().member();
        this.others = members.stream().filter(id -> !id.equals(own)).collect(Collectors.toUnmodifiableSet());
        this.calls = calls;
        this.outcome = outcome;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.patience = patience;
        this.progress = new HelloProgress(others, Set.copyOf(voters));
    }

    /** Begins to ask. In a cluster of one nobody is to be asked: then {@link HelloOutcome#accepted} is called in here. */
    public void start() {
        look();
        others.forEach(this::greetFromNowOn);
        timer.schedule(this::tellWhoIsMissing, TOLD_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Greets the members of the group, too, that are not configured here: they came while this member runs. */
    public void follow(Set<MemberId> members) {
        group = Set.copyOf(members);
        group.forEach(this::greetFromNowOn);
    }

    private void greetFromNowOn(MemberId other) {
        if (!other.equals(own) && greeted.add(other)) {
            greet(other);
        }
    }

    /** Who is waited for before Raft may start; empty once it may. */
    public synchronized Optional<String> waitingFor() {
        return accepted || ended ? Optional.empty() : Optional.of(progress.waitingFor(peers.now()));
    }

    private void greet(MemberId other) {
        long asked;
        synchronized (this) {
            if (ended) {
                return;
            }
            asked = round;
        }
        long left = witness.now();
        calls.hello(other, HelloCodec.greeting(self.get())).whenComplete((bytes, failure) -> {
            try {
                hear(other, asked, left, bytes, failure);
            } catch (RuntimeException e) {
                // The disk failed, which ends the process; anything else must not end the asking.
                LOG.error("the answer of {} to the hello", other, e);
            } finally {
                again(other);
            }
        });
    }

    private void hear(MemberId other, long asked, long left, byte[] bytes, Throwable failure) {
        Optional<HelloVerdict.Refuse> end;
        synchronized (this) {
            if (ended || asked != round) {
                return;
            }
            end = take(other, left, bytes, failure);
            ended = end.isPresent();
        }
        if (end.isPresent()) {
            outcome.refused(end.get().reason().fault(), HelloText.refused(other, end.get()));
        } else {
            look();
        }
    }

    /** The refusal that ends this member, if it is one. */
    private Optional<HelloVerdict.Refuse> take(MemberId other, long left, byte[] bytes, Throwable failure) {
        HelloReply reply;
        try {
            if (failure != null) {
                progress.missing(other, "no answer");
                return Optional.empty();
            }
            reply = HelloCodec.reply(bytes);
        } catch (HelloFormatException e) {
            progress.missing(other, "its answer is not understood: " + e.getMessage());
            return Optional.empty();
        }
        if (reply.verdict() instanceof HelloVerdict.Refuse refusal) {
            progress.refused(other, refusal);
            long since = refusedSince.computeIfAbsent(other, one -> nanoTime.getAsLong());
            boolean over = nanoTime.getAsLong() - since >= patience.toNanos();
            return refusal.reason().passing() && !over ? Optional.empty() : Optional.of(refusal);
        }
        refusedSince.remove(other);
        Optional<String> doubt = doubt(other, reply.facts());
        if (doubt.isPresent()) {
            progress.missing(other, doubt.get());
        } else {
            witness.answered(reply.facts(), left);
            progress.answered(other, reply);
        }
        return Optional.empty();
    }

    /** A member that must not run itself, as far as is known here, cannot vouch for this one: it will be told so. */
    private Optional<String> doubt(MemberId other, HelloFacts facts) {
        if (!facts.member().equals(other)) {
            return Optional.of("it says that it is " + facts.member());
        }
        HelloVerdict verdict = HelloRule.judge(self.get().clusterId(), peers.now(), GroupPlace.UNKNOWN, facts);
        return verdict instanceof HelloVerdict.Refuse refuse
                ? Optional.of("it must not run itself: " + refuse.evidence())
                : Optional.empty();
    }

    private void look() {
        boolean now;
        synchronized (this) {
            if (ended || accepted) {
                return;
            }
            form();
            accepted = peers.now().formed() && progress.suffices(peers.now());
            now = accepted;
        }
        if (now) {
            outcome.accepted();
        }
    }

    private void form() {
        PeersFile own = peers.now();
        if (own.formed() || progress.refused()) {
            return;
        }
        FormationStep step = progress.formation(own, self.get().joins());
        if (step instanceof FormationStep.Count count) {
            peers.keep(file -> file.counting(count.count()));
            progress.forget();
            round++;
            if (others.isEmpty()) {
                form();
            }
        } else if (step instanceof FormationStep.Form form) {
            peers.keep(file -> file.formedWith(form.count()));
            LOG.info(
                    "formed{}",
                    form.count().isEmpty()
                            ? " as one that joins"
                            : " with " + form.count().keySet());
        }
    }

    private void again(MemberId other) {
        long pause;
        synchronized (this) {
            if (ended) {
                return;
            }
            if (!others.contains(other) && !group.contains(other)) {
                greeted.remove(other);
                return;
            }
            pause = accepted ? PERIOD_MILLIS : WAITING_PERIOD_MILLIS;
        }
        try {
            timer.schedule(() -> greet(other), pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the member closes");
        }
    }

    private void tellWhoIsMissing() {
        Optional<String> waiting = waitingFor();
        if (waiting.isEmpty()) {
            return;
        }
        if (!waiting.get().equals(told)) {
            told = waiting.get();
            LOG.warn("nothing is signed yet: waiting for hello from {}", told);
        }
        timer.schedule(this::tellWhoIsMissing, TOLD_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Asks no more. */
    @Override
    public synchronized void close() {
        ended = true;
    }
}
