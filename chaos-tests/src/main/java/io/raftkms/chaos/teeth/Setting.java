package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.ClusterStatus;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Place;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.run.Released;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.validators.NodeTimings;
import io.raftkms.chaos.validators.Requests;
import io.raftkms.chaos.validators.ValidatorNode;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** What a scene is played with: members, validator nodes of one key, and somebody who writes everything down. */
final class Setting implements AutoCloseable {
    static final String CHAIN_ID = "teeth";

    /** For whatever takes seconds. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** A refusal that comes after the majority of yes has come by then, and has ended the member. */
    private static final Duration TAKING_PART = Duration.ofSeconds(10);

    private static final Pattern CODE = Pattern.compile("RK-\\d{4}");

    /** Long enough for an answer, and for silence to end; then the node gives the vote up. */
    private static final NodeTimings TIMINGS =
            new NodeTimings(Duration.ofSeconds(3), Duration.ofSeconds(5), 3, Duration.ofMillis(100));

    private final Function<String, Program> builds;
    private final Path directory;
    private final Path observations;
    private final ConsensusKey key;
    private final ObserverFile observer;
    private final List<String> notes = new ArrayList<>();
    private final List<Asker> nodes = new ArrayList<>();
    private List<String> addresses = List.of();
    private TestCluster cluster;

    /**
     * @param builds what each member runs
     * @param directory empty, and short: unix sockets go below it
     */
    Setting(Function<String, Program> builds, Path directory) throws IOException {
        this.builds = builds;
        this.directory = directory;
        observations = directory.resolve("observations.jsonl");
        key = ConsensusKey.generate(directory.resolve("key.json"));
        observer = new ObserverFile(observations, Clock.systemUTC());
    }

    /** Makes members a, b, c or fewer, which do not run yet, and nodes that listen. */
    TestCluster make(int members, int validators) throws IOException, InterruptedException {
        List<Integer> ports = FreePorts.take(validators);
        for (int port : ports) {
            ValidatorNode node = new ValidatorNode(
                    "node-" + nodes.size(),
                    new InetSocketAddress("127.0.0.1", port),
                    CHAIN_ID,
                    AcceptGeneration.NEW,
                    TIMINGS,
                    observer);
            nodes.add(new Asker(node, new Requests(CHAIN_ID), observer));
        }
        addresses = ports.stream().map(port -> "tcp://127.0.0.1:" + port).toList();
        List<Place> places = Place.onLoopback().subList(0, members);
        cluster = TestCluster.create(builds.apply("a"), directory, CHAIN_ID, addresses, key.file(), places);
        cluster.members().forEach(member -> member.become(builds.apply(member.name())));
        return cluster;
    }

    /** As {@link #make}, and they run, with the key enrolled on a chain that begins; every node has heard of the key. */
    TestCluster running(int members, int validators) throws IOException, InterruptedException {
        make(members, validators);
        cluster.start();
        enrol();
        return cluster;
    }

    /** Enrols the key on a chain that begins, with members that run. */
    void enrol() throws IOException, InterruptedException {
        cluster.enrolNewChain();
        for (Asker node : nodes) {
            node.connect();
        }
    }

    Asker node(int number) {
        return nodes.get(number);
    }

    /** Takes all other nodes out of a member's configuration; before it starts. */
    void dialsOnly(Member member, int number) throws IOException {
        String text = Files.readString(member.configuration());
        for (int other :
                IntStream.range(0, addresses.size()).filter(i -> i != number).toArray()) {
            int end = text.indexOf(addresses.get(other));
            int begin = text.lastIndexOf("[[validator]]", end);
            int next = text.indexOf("\n[", end);
            if (end < 0 || begin < 0 || next < 0) {
                throw new IllegalStateException("no " + addresses.get(other) + " in " + member.configuration());
            }
            text = text.substring(0, begin) + text.substring(next + 1);
        }
        Files.writeString(member.configuration(), text);
    }

    /** Heights of a prevote and a precommit each. */
    void sign(Asker node, long first, int heights) throws IOException, InterruptedException {
        for (long height = first; height < first + heights; height++) {
            node.gets(new Position(height, 0, Position.PREVOTE), node.block(height, 0));
            node.gets(new Position(height, 0, Position.PRECOMMIT), node.block(height, 0));
        }
    }

    /** Waits until a member signs, or has ended: its exit code then. */
    Optional<Integer> awaitServingOrEnd(Member member) {
        Awaitility.await(member.name() + " serves or ends")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !member.isAlive() || member.status().ready());
        return member.isAlive()
                ? Optional.empty()
                : Optional.of(member.process().exitCode().orElseThrow());
    }

    /**
     * Waits until a member signs, or has heard of a leader some time ago, so that its Raft runs and it votes, or has ended: its
     * exit code then.
     */
    Optional<Integer> awaitTakingPartOrEnd(Member member) {
        AtomicLong heard = new AtomicLong();
        Awaitility.await(member.name() + " takes part or ends")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !member.isAlive() || takesPart(member.status(), heard));
        return member.isAlive()
                ? Optional.empty()
                : Optional.of(member.process().exitCode().orElseThrow());
    }

    /**
     * @param heard when of a leader for the first time; 0 before
     */
    private static boolean takesPart(ClusterStatus status, AtomicLong heard) {
        if (status.leader().isPresent()) {
            heard.compareAndSet(0, System.nanoTime());
        }
        return status.ready() || (heard.get() != 0 && System.nanoTime() - heard.get() > TAKING_PART.toNanos());
    }

    void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /** S2: that the ledger of those that run covers what was released; they were all dead before. */
    List<Finding> covered() throws IOException, InterruptedException, MalformedException {
        LedgerView ledger = readyLeader().ledger();
        Position released = Released.of(seen()).orElseThrow();
        boolean covers =
                ledger.highest().filter(mark -> mark.compareTo(released) >= 0).isPresent();
        return covers
                ? List.of()
                : List.of(found(
                        Finding.S2,
                        "released up to " + released + ", but after a start of a majority the mark is "
                                + ledger.highest().map(Position::toString).orElse("none")));
    }

    /** Before it is ready it shows what it has applied so far, which may be less than what is committed. */
    private Member readyLeader() {
        return Awaitility.await("a leader that is ready")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            Member leader = cluster.awaitLeader();
                            return leader.status().ready() ? Optional.of(leader) : Optional.<Member>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<Observation> seen() throws IOException, MalformedException {
        return ObservationFiles.read(List.of(observations));
    }

    /** Something that must not be, found now. */
    Finding found(String by, String what) throws IOException, MalformedException {
        return new Finding(by, what, Judged.signatures(seen()));
    }

    /** Something that is as it should be, and worth knowing. */
    void note(String what) {
        notes.add(what);
    }

    /** How a member ended: its exit code, and the last code in its log. */
    static String lastWords(Member member) throws IOException {
        Matcher codes = CODE.matcher(Files.readString(member.log()));
        String last = "without a code";
        while (codes.find()) {
            last = codes.group();
        }
        return "exit code " + member.process().exitCode().orElseThrow() + ", " + last;
    }

    /** Has it judged, by who knows the public key and what was observed. */
    Ending ended(List<Finding> findings, Duration took) throws IOException, MalformedException {
        List<Observation> seen = seen();
        Checker checker = new Checker(Set.of(key.publicKey()));
        return Ending.of(findings, Judged.of(checker, seen), notes, checker.judge(seen), took);
    }

    /** The last lines of every member, for a scene that could not be played. */
    void dump() {
        if (cluster != null) {
            cluster.dump(System.err);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (cluster != null) {
                cluster.kill();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Asker node : nodes) {
            node.close();
        }
        observer.close();
    }
}
