package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Members of one cluster on this machine, made by {@code cluster init}. Closing it ends every process. */
public final class TestCluster implements AutoCloseable {
    private static final Duration INIT = Duration.ofMinutes(2);
    private static final Duration LEADER = Duration.ofMinutes(2);
    /** Another member leads by now, or none: on a busy machine leadership moves under a command. */
    private static final Set<Integer> AGAIN = Set.of(15, 32);

    private static final Duration READY = Duration.ofSeconds(60);

    private final String chainId;
    private final Program program;
    private final Path directory;
    private final HttpClient http;
    private final List<Member> members;

    private TestCluster(String chainId, Program program, Path directory, HttpClient http, List<Member> members) {
        this.chainId = chainId;
        this.program = program;
        this.directory = directory;
        this.http = http;
        this.members = new CopyOnWriteArrayList<>(members);
    }

    /**
     * Homes of three members, a, b and c, with a key in each.
     *
     * @param directory holds homes and logs; short, for unix sockets go below it
     * @param validators addresses of validator nodes
     * @param key priv_validator_key.json
     */
    public static TestCluster create(Program program, Path directory, String chainId, List<String> validators, Path key)
            throws IOException, InterruptedException {
        return create(program, directory, chainId, validators, key, Place.onLoopback());
    }

    /**
     * Homes of members at these places.
     *
     * @param directory holds homes and logs; short, for unix sockets go below it
     * @param validators addresses of validator nodes
     * @param key priv_validator_key.json
     */
    public static TestCluster create(
            Program program, Path directory, String chainId, List<String> validators, Path key, List<Place> places)
            throws IOException, InterruptedException {
        Path homes = directory.resolve("c");
        List<String> command = new ArrayList<>(List.of("cluster", "init", "--chain-id", chainId));
        for (Place place : places) {
            command.addAll(List.of("--member", place.argument()));
        }
        for (String validator : validators) {
            command.addAll(List.of("--validator", validator));
        }
        command.addAll(List.of("--key", key.toString(), "--out", homes.toString()));
        program.mustRun(INIT, command.toArray(String[]::new));

        HttpClient http = HttpClient.newHttpClient();
        List<Member> members = new ArrayList<>();
        for (Place place : places) {
            Path home = homes.resolve(place.name());
            MemberPorts.withoutWarmUp(home.resolve("raftkms.toml"));
            members.add(new Member(
                    program,
                    place.name(),
                    home,
                    directory.resolve(place.name() + ".log"),
                    place.ports().http(),
                    http));
        }
        return new TestCluster(chainId, program, directory, http, members);
    }

    /**
     * A cluster whose homes are made otherwise: its members are added by {@link #join}.
     *
     * @param directory holds the logs
     */
    public static TestCluster of(Program program, Path directory, String chainId) {
        return new TestCluster(chainId, program, directory, HttpClient.newHttpClient(), List.of());
    }

    /** The directory that {@code cluster init} wrote: homes and ca. */
    public Path homes() {
        return directory.resolve("c");
    }

    /** One more member, whose home is there already. */
    public Member join(String name, Path home, int httpPort) {
        Member member = new Member(program, name, home, directory.resolve(name + ".log"), httpPort, http);
        members.add(member);
        return member;
    }

    /** Forgets a member that has left; its process is ended. */
    public void forget(Member member) {
        members.remove(member);
        member.process().close();
    }

    public List<Member> members() {
        return members;
    }

    public Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no member " + name));
    }

    /** Starts every member that does not run. */
    public void start() throws IOException {
        for (Member member : members) {
            if (!member.isAlive()) {
                member.start();
            }
        }
    }

    /** Starts every member that does not run, and waits until all are ready: however a case left them. */
    public void stand() throws IOException {
        start();
        awaitReady(READY);
    }

    /** Enrols the key on a chain that begins, and waits until every member is ready. */
    public void enrolNewChain() {
        onLeader("state", "init", "--chain-id", chainId, "--new-chain");
        awaitReady(READY);
    }

    /** Runs a command that must succeed wherever leadership is, and gives what it printed. */
    public String onLeader(String... words) {
        Program.Outcome done = onLeader(outcome -> !AGAIN.contains(outcome.exitCode()), words);
        if (done.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", words) + " failed:\n" + done.output() + done.errors());
        }
        return done.output();
    }

    /** Runs a command wherever leadership is, until it ends as wanted. */
    public Program.Outcome onLeader(Predicate<Program.Outcome> wanted, String... words) {
        return awaiting(String.join(" ", words), LEADER)
                .until(() -> awaitLeader().attempt(words), wanted);
    }

    /** As {@link Member#attemptAtTerminal}, wherever leadership is. */
    public Program.Outcome onLeaderAtTerminal(String typed, String... words) {
        return awaiting(String.join(" ", words), LEADER)
                .until(
                        () -> awaitLeader().attemptAtTerminal(typed, words),
                        outcome -> !AGAIN.contains(outcome.exitCode()));
    }

    /** The member that leads, by its own word. */
    public Member awaitLeader() {
        // For a status a member asks all others: that is for who may lead.
        return awaiting("a leader", LEADER)
                .until(
                        () -> first(member -> member.pages().saysLeader()
                                && member.status()
                                        .leader()
                                        .filter(member.name()::equals)
                                        .isPresent()),
                        Objects::nonNull);
    }

    /** Waits until every member says that it is ready and hears every other one, and all name the same leader. */
    public void awaitReady(Duration limit) {
        awaiting("all members ready", limit).until(() -> {
            // First what costs them little: for a status each asks all others, and ten times a second that slows their
            // start.
            if (first(member -> !member.pages().saysReady()) != null) {
                return false;
            }
            Set<Optional<String>> leaders = new HashSet<>();
            for (Member member : members) {
                ClusterStatus status = member.status();
                if (!status.ready() || status.reachable().size() != members.size()) {
                    return false;
                }
                leaders.add(status.leader());
            }
            return leaders.size() == 1;
        });
    }

    /** The member that a validator node talks to, by its own word. */
    public Member awaitLinkHolder(Duration limit) {
        return awaiting("a link in state admitted", limit)
                .until(() -> first(member -> member.status().admitted().contains(member.name())), Objects::nonNull);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(Member member) throws InterruptedException;
    }

    private Member first(Condition condition) throws InterruptedException {
        for (Member member : members) {
            if (condition.holds(member)) {
                return member;
            }
        }
        return null;
    }

    /** Moves leadership as the command does until it is there: on a busy machine another member can win the election. */
    public void transferTo(Member target) {
        awaiting("leadership on " + target.name(), LEADER).until(() -> {
            Member leader = awaitLeader();
            if (leader != target) {
                leader.transferTo(target);
            }
            return awaitLeader() == target;
        });
    }

    /** Waits until the ledgers of all members are equal, and gives what they hold. */
    public LedgerView awaitEqualLedgers(Duration limit) {
        return awaiting("equal ledgers", limit)
                .until(
                        () -> {
                            List<LedgerView> all = new ArrayList<>();
                            for (Member member : members) {
                                all.add(member.ledger());
                            }
                            return all;
                        },
                        all -> all.stream().distinct().count() == 1)
                .get(0);
    }

    private static ConditionFactory awaiting(String what, Duration limit) {
        return Awaitility.await(what).atMost(limit).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100));
    }

    /** What a failing test needs to be understood. */
    public void dump(PrintStream out) {
        for (Member member : members) {
            ChildProcess process = member.process();
            if (process != null) {
                out.println("---- member " + member.name()
                        + (process.isAlive()
                                ? " (running)"
                                : " (exit code " + process.exitCode().orElse(-1) + ")")
                        + ", end of " + member.log());
                out.println(process.logTail(40));
            }
        }
    }

    /** Ends every process at once; for when nothing that they do any more is of interest. */
    public void kill() throws InterruptedException {
        for (Member member : members) {
            ChildProcess process = member.process();
            if (process != null) {
                process.kill9();
            }
        }
    }

    @Override
    public void close() {
        for (Member member : members) {
            ChildProcess process = member.process();
            if (process != null) {
                process.terminate();
            }
        }
        for (Member member : members) {
            ChildProcess process = member.process();
            if (process != null) {
                process.close();
            }
        }
    }
}
