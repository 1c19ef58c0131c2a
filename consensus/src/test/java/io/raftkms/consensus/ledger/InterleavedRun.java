package io.raftkms.consensus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Asks;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * One random history of three members and three validator nodes of one key. Raft is what it promises: one log, of which
 * members apply a prefix, each at its own pace; commands may be committed whose submitter is gone. Members restart from
 * their snapshot, or get another's; decisions wait for their signature across all of it.
 */
final class InterleavedRun {
    private static final String CHAIN = "chain-a";
    private static final KeyId KEY = TestKeys.key(CHAIN, 1);
    private static final int MEMBERS = 3;
    private static final char[] BLOCKS = {'A', 'A', 'B', Ask.NIL};

    /** A decision on its way to a validator node; it stays true whatever happens to the member. */
    private record Waiting(Ask asked, Decision decision, int committedAt) {}

    private static final class Member {
        private LedgerState state = LedgerState.EMPTY;
        private int applied;
        private byte[] snapshot = SnapshotCodec.encode(LedgerState.EMPTY, 1, 0);
    }

    private final Random random;
    private final Map<Ask, Reservation> requests;
    private final boolean telling;
    private final List<Entry> log = new ArrayList<>();
    private final List<LedgerState> states = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Ask> askedAt = new ArrayList<>();
    private final List<Member> members = List.of(new Member(), new Member(), new Member());
    private final List<Waiting> waiting = new ArrayList<>();
    private final ReleaseJudge judge = new ReleaseJudge();
    private final StringBuilder story = new StringBuilder();
    private long height = 1;

    /**
     * @param requests bytes of requests made before, for speed
     * @param telling whether to keep a story of it
     */
    InterleavedRun(Random random, Map<Ask, Reservation> requests, boolean telling) {
        this.random = random;
        this.requests = requests;
        this.telling = telling;
        append(new Command.Enrol(KEY, new Enrolment.NewChain(1)), null);
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step(random.nextInt(100));
        }
    }

    /** One that applies everything is as the others are, and every signature that was under way is made. */
    void settle() {
        Member member = members.get(random.nextInt(MEMBERS));
        applyUpTo(member, log.size());
        assertThat(member.state.hash()).isEqualTo(states.get(states.size() - 1).hash());
        while (!waiting.isEmpty()) {
            release();
        }
    }

    int releases() {
        return judge.releases();
    }

    String story() {
        return story.toString();
    }

    private void step(int dice) {
        Member member = members.get(random.nextInt(MEMBERS));
        if (dice < 45) {
            ask(member);
        } else if (dice < 62) {
            applyUpTo(member, member.applied + 1 + random.nextInt(6));
        } else if (dice < 78) {
            release();
        } else if (dice < 83) {
            member.snapshot = SnapshotCodec.encode(member.state, 1, member.applied);
        } else if (dice < 88) {
            restart(member, member.snapshot);
        } else if (dice < 91) {
            install(member, members.get(random.nextInt(MEMBERS)));
        } else if (dice < 96) {
            height++;
        } else {
            operate();
        }
    }

    /** A validator node asks a member, which answers by what it applied, or from the log. */
    private void ask(Member member) {
        Ask ask = randomAsk();
        Reservation request = requests.computeIfAbsent(ask, one -> one.on(CHAIN));
        judge.asked(request);
        Optional<Decision> early = member.state.preview(KEY, request);
        note("asked ", ask);
        if (early.isPresent()) {
            waiting.add(new Waiting(ask, early.get(), member.applied));
        } else {
            append(new Command.Reserve(KEY, request), ask);
        }
    }

    private Ask randomAsk() {
        Step[] steps = {Step.PROPOSAL, Step.PREVOTE, Step.PRECOMMIT};
        long lag = random.nextInt(5) == 0 ? random.nextInt(3) : 0;
        return new Ask(
                steps[random.nextInt(steps.length)],
                Math.max(1, height - lag),
                random.nextInt(4) == 0 ? 1 : 0,
                BLOCKS[random.nextInt(BLOCKS.length)],
                -1,
                random.nextInt(3));
    }

    private void operate() {
        KeySelection one = new KeySelection.One(KEY);
        Enrolment.Floor floor = new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty());
        switch (random.nextInt(6)) {
            case 0 -> append(new Command.Raise(KEY, floor), null);
            case 1 -> append(new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.of(height + 1))), null);
            case 2 -> append(new Command.Pause(new KeySelection.Chain(CHAIN), new Pause(OptionalLong.empty())), null);
            case 3 -> {
                append(new Command.Pause(one, new Pause(OptionalLong.empty())), null);
                append(new Command.Lower(KEY, randomAsk().position(), false, "a test"), null);
            }
            case 4 -> {
                append(new Command.Seal(KEY), null);
                append(new Command.Unseal(KEY, floor, random.nextBoolean()), null);
            }
            default -> append(new Command.FinalizeUpgrade(1), null);
        }
        if (random.nextInt(3) > 0) {
            append(new Command.Resume(one), null);
        }
    }

    /** Committed: from here on it is in every later prefix. Its submitter may be gone when it is applied. */
    private void append(Command command, Ask ask) {
        log.add(read(CommandCodec.encode(command)));
        askedAt.add(ask);
        note("committed ", command);
    }

    private void applyUpTo(Member member, int index) {
        while (member.applied < Math.min(index, log.size())) {
            applyNext(member);
        }
    }

    private void applyNext(Member member) {
        int place = member.applied;
        Transition transition = member.state.apply(log.get(place), place + 1);
        member.state = transition.next();
        member.applied++;
        if (place == states.size()) {
            states.add(member.state);
            answers.add(transition.answer());
            judge.applied(log.get(place).command(), transition.answer());
        }
        if (!member.state.equals(states.get(place)) || !transition.answer().equals(answers.get(place))) {
            throw new AssertionError("members differ after " + (place + 1));
        }
        Ask ask = askedAt.get(place);
        if (ask != null && transition.answer() instanceof Answer.Decided decided && random.nextInt(4) > 0) {
            waiting.add(new Waiting(ask, decided.decision(), place + 1));
        }
    }

    /** A signature is made, late, by whoever has the decision: what any member had applied then covers it. */
    private void release() {
        if (waiting.isEmpty()) {
            return;
        }
        Waiting next = waiting.remove(random.nextInt(waiting.size()));
        Optional<ByteString> bytes = Asks.released(next.decision());
        if (bytes.isEmpty() || random.nextInt(10) == 0) {
            return;
        }
        note("released ", next);
        judge.released(next.asked(), bytes.get());
        assertCovered(next.asked().position(), bytes.get(), states.get(next.committedAt() - 1));
    }

    /** S2: the committed state which the decision is of knows the position. */
    private static void assertCovered(HeightRoundStep at, ByteString bytes, LedgerState committed) {
        KeyState key = committed.key(KEY).orElseThrow();
        boolean known = key.recent().at(at).map(Reservation::signBytes).equals(Optional.of(bytes));
        boolean covered = key.mark().compareTo(at) >= 0 || key.lowering().isPresent();
        if (!known || !covered) {
            throw new AssertionError("S2: " + key + " does not cover " + at);
        }
    }

    /** Kill and start: the snapshot, then whatever of the log follows. */
    private void restart(Member member, byte[] snapshot) {
        int before = member.applied;
        load(member, snapshot);
        note("restart at ", member.applied);
        applyUpTo(member, before);
    }

    /** From a member that is ahead, as Raft does it. */
    private void install(Member member, Member from) {
        if (from.applied >= member.applied) {
            load(member, SnapshotCodec.encode(from.state, 1, from.applied));
            note("snapshot installed at ", member.applied);
        }
    }

    private static void load(Member member, byte[] bytes) {
        try {
            Snapshot snapshot = SnapshotCodec.decode(bytes);
            member.state = snapshot.state();
            member.applied = (int) snapshot.index();
            member.snapshot = bytes;
        } catch (SnapshotFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static Entry read(byte[] entry) {
        try {
            return CommandCodec.decode(entry);
        } catch (UnknownEntryException e) {
            throw new AssertionError(e);
        }
    }

    private void note(String event, Object which) {
        if (telling) {
            story.append(event).append(which).append('\n');
        }
    }
}
