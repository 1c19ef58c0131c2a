package io.raftkms.chaos.kills;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.judge.Report;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Blows against one cluster under one load. Each round puts leader and link where the blow wants them, strikes, waits
 * for the next signature, starts the member again and waits until all are ready.
 */
public final class Series implements AutoCloseable {
    private static final String CHAIN_ID = "raftkms-kills";
    /** So many a second that about every other blow falls while a request is on its way. */
    private static final int RATE = 100;

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final Path directory;
    private final ConsensusKey key;
    private final TestCluster cluster;
    private final Load load;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();

    private Series(Path directory, ConsensusKey key, TestCluster cluster, Load load, PrintStream out) {
        this.directory = directory;
        this.key = key;
        this.cluster = cluster;
        this.load = load;
        this.out = out;
    }

    /**
     * Starts cluster and load.
     *
     * @param directory empty
     * @param out told every round
     */
    public static Series start(Program program, Path directory, PrintStream out)
            throws IOException, InterruptedException {
        int port = FreePorts.take();
        ConsensusKey key = ConsensusKey.generate(directory.resolve("key.json"));
        TestCluster cluster =
                TestCluster.create(program, directory, CHAIN_ID, List.of("tcp://127.0.0.1:" + port), key.file());
        try {
            cluster.start();
            cluster.enrolNewChain();
            Load load = Load.start(program, directory, port, CHAIN_ID, RATE);
            return new Series(directory, key, cluster, load, out);
        } catch (IOException | RuntimeException failed) {
            cluster.dump(out);
            cluster.close();
            throw failed;
        }
    }

    /** Runs a round for every blow, in this order, and judges them. */
    public SeriesResult run(List<Blow> blows) throws IOException, InterruptedException, MalformedException {
        List<Round> done = new ArrayList<>();
        try {
            load.awaitSignatureAfter(0);
            for (Blow blow : blows) {
                Round round = round(blow);
                done.add(round);
                out.printf(
                        "round %d of %d, %s: member %s at %s, gap %d ms%s%n",
                        done.size(),
                        blows.size(),
                        blow,
                        round.member(),
                        round.at(),
                        round.gap().toMillis(),
                        round.inFlight() ? ", a request was on its way" : "");
            }
            cluster.awaitReady(MINUTE);
            load.stop();
            LedgerView ledger = cluster.awaitEqualLedgers(MINUTE);
            return judge(done, ledger);
        } catch (RuntimeException failed) {
            cluster.dump(out);
            out.println("---- bench\n" + load.process().logTail(20));
            throw failed;
        }
    }

    private Round round(Blow blow) throws IOException, InterruptedException, MalformedException {
        Member struck = arrange(blow);
        load.awaitSignatureAfter(now());

        long begun = now();
        boolean movedFirst = true;
        if (blow.kills()) {
            struck.process().kill9();
        } else {
            long logged = Files.size(struck.log());
            struck.process().terminate();
            movedFirst = leadershipMoved(struck, logged);
        }
        Observation answered = load.awaitSignatureAfter(now());
        Observation last = load.signatures().stream()
                .filter(seen -> seen.endNanos() <= begun)
                .reduce((one, two) -> two)
                .orElseThrow();
        Duration gap = longestPauseBetween(last, answered);
        boolean inFlight =
                load.signatures().stream().anyMatch(seen -> seen.beginNanos() <= begun && seen.endNanos() > begun);
        struck.start();
        return new Round(blow, struck.name(), Instant.EPOCH.plusNanos(begun), gap, inFlight, movedFirst);
    }

    /** Waits until all are ready, puts leader and link where the blow wants them, and gives the member to strike. */
    private Member arrange(Blow blow) throws InterruptedException {
        cluster.awaitReady(MINUTE);
        Member holder = cluster.awaitLinkHolder(MINUTE);
        Member leader = cluster.awaitLeader();
        if (blow.leaderHoldsLink() && leader != holder) {
            cluster.transferTo(holder);
        } else if (!blow.leaderHoldsLink() && leader == holder) {
            cluster.transferTo(other(holder));
        }
        return blow == Blow.KILL_LINK_HOLDER ? holder : cluster.awaitLeader();
    }

    /** A stop takes its time; whatever the longest silence in it is, is what the node felt. */
    private Duration longestPauseBetween(Observation first, Observation end) throws IOException, MalformedException {
        long longest = 0;
        long before = first.endNanos();
        for (Observation seen : load.signatures()) {
            if (seen.endNanos() > first.endNanos() && seen.endNanos() <= end.endNanos()) {
                longest = Math.max(longest, seen.endNanos() - before);
                before = seen.endNanos();
            }
        }
        return Duration.ofNanos(longest);
    }

    /**
     * Waits until a member that was told to stop is gone.
     *
     * @param logged length of its log before that
     * @return true if it wrote that leadership moved before it ended
     */
    private boolean leadershipMoved(Member stopping, long logged) throws IOException, InterruptedException {
        int code = stopping.process().awaitExit(STOP);
        if (code != 0) {
            throw new IllegalStateException("member " + stopping.name() + " stopped with exit code " + code);
        }
        byte[] log = Files.readAllBytes(stopping.log());
        return new String(log, (int) logged, log.length - (int) logged, StandardCharsets.UTF_8)
                .contains("leadership moved to");
    }

    private Member other(Member than) {
        return cluster.members().stream()
                .filter(member -> member != than && member.isAlive())
                .findFirst()
                .orElseThrow();
    }

    private SeriesResult judge(List<Round> rounds, LedgerView ledger) throws IOException, MalformedException {
        List<Observation> seen = ObservationFiles.read(List.of(load.observations()));
        Judgement judgement = new Checker(Set.of(key.publicKey())).judge(seen);
        Files.writeString(directory.resolve("judgement.json"), new Report(judgement).json());
        List<String> faults = new ArrayList<>();
        rounds.stream()
                .filter(round -> !round.leadershipMovedFirst())
                .forEach(round -> faults.add("member " + round.member() + " stopped before leadership had moved"));
        if (!judgement.holds()) {
            faults.add(new Report(judgement).text());
        }
        judgement.lost().forEach(lost -> faults.add("lost: " + lost));
        judgement.refusals().forEach(refused -> faults.add("refused: " + refused));
        long lastAsked = seen.stream().mapToLong(Observation::beginNanos).max().orElse(0);
        judgement.unanswered().stream()
                .filter(open -> open.beginNanos() < lastAsked)
                .forEach(open -> faults.add("never answered: " + open));
        Position highest = seen.stream()
                .filter(line -> line.event() == Observation.Event.SIGNATURE)
                .map(Observation::at)
                .max(Comparator.naturalOrder())
                .orElse(new Position(0, 0, 0));
        if (ledger.highest().isEmpty() || ledger.highest().get().compareTo(highest) < 0) {
            faults.add("released up to " + highest + ", but the ledgers' mark is " + ledger.highest());
        }
        return new SeriesResult(rounds, judgement.signatures(), faults);
    }

    private long now() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public void close() {
        load.close();
        cluster.close();
    }
}
