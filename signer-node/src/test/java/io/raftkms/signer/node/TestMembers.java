package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.home.ClusterHomes;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.key.ProcessGroups;
import io.raftkms.signer.key.SecretFile;
import io.raftkms.signer.key.SoftsignKeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Real members in this process, from homes as {@code cluster init} writes them, on loopback and a disk directory. Ends
 * with an error when one of them would have ended its process.
 */
final class TestMembers implements AutoCloseable {
    static final String CHAIN = "test-chain";
    private static final Duration START = Duration.ofSeconds(30);

    private final Path directory;
    private final SecureRandom random = new SecureRandom();
    private final SecretSeed seed = SecretSeed.random(random);
    private final List<String> names;
    private final Map<String, SignerNode> running = new ConcurrentHashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    /**
     * Writes the homes.
     *
     * @param validators addresses of the validator nodes
     */
    TestMembers(Path directory, int count, List<String> validators) throws Exception {
        this.directory = directory.resolve("cluster");
        this.names = List.of("a", "b", "c").subList(0, count);
        List<Integer> ports = FreePorts.take(2 * count);
        List<MemberPlan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MemberId id = new MemberId(names.get(i), String.format("%016x", random.nextLong()));
            plans.add(new MemberPlan(id, "127.0.0.1", ports.get(2 * i), ports.get(2 * i + 1), Optional.empty(), 0));
        }
        ClusterPlan plan = new ClusterPlan(
                "test-cluster", CHAIN, plans, validators, false, Duration.ofDays(2), Duration.ofDays(1));
        new ClusterHomes(Clock.systemUTC(), random).write(plan, Optional.of(seed), this.directory);
    }

    KeyId key() {
        return new KeyId(CHAIN, seed.ed25519PublicKey());
    }

    List<String> names() {
        return names;
    }

    Configuration configuration(String name) {
        ConfigurationReading reading =
                ConfigurationFile.read(directory.resolve(name).resolve("raftkms.toml"));
        assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
        return ((ConfigurationReading.Valid) reading).configuration();
    }

    /** Puts another key in the place of a member's, as when the wrong file is copied. */
    void replaceKey(String name) throws Exception {
        Path file = configuration(name).keys().get(0).path();
        Files.delete(file);
        SecretSeed another = SecretSeed.random(random);
        new SoftsignKeyFile(new SecretFile(ProcessGroups.ofThisProcess())).create(file, another);
        another.destroy();
    }

    /** Starts members; without warm-up, which only costs time here. */
    void start(List<String> which) throws Exception {
        for (String name : which) {
            running.put(
                    name,
                    SignerNode.start(new NodeStart(
                            configuration(name),
                            "test",
                            (fault, detail, cause) -> faults.add(name + ": " + fault + " " + detail),
                            Clock.systemUTC(),
                            random,
                            level -> {},
                            WarmUp.Amount.NONE)));
        }
    }

    /** Stops one in order. */
    void stop(String name) {
        running.remove(name).close();
    }

    SignerNode member(String name) {
        return running.get(name);
    }

    /** Name of the member that leads and accepts commands, as soon as there is one. */
    String leader() {
        return Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> running.entrySet().stream()
                                .filter(one -> leads(one.getValue()))
                                .map(Map.Entry::getKey)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static boolean leads(SignerNode node) {
        Leadership leadership = node.member().leadership();
        return leadership.role() == Leadership.Role.LEADER && leadership.ready();
    }

    /** Enrols the key of a new chain, and waits until all running members have applied it. */
    void enrol() throws Exception {
        Submission outcome = member(leader())
                .member()
                .submit(new Command.Enrol(key(), new Enrolment.NewChain(1)))
                .get(START.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(Submission.Applied.class);
        Awaitility.await()
                .atMost(START)
                .until(() -> running.values().stream()
                        .allMatch(one -> one.member().ledger().key(key()).isPresent()));
    }

    /** All running members have applied the same ledger. */
    void awaitEqualLedgers() {
        Awaitility.await()
                .atMost(START)
                .until(() -> running.values().stream()
                                .map(one -> one.member().ledger())
                                .distinct()
                                .count()
                        == 1);
    }

    @Override
    public void close() {
        running.values().forEach(SignerNode::close);
        seed.destroy();
        assertThat(faults).as("members that would have ended their process").isEmpty();
    }
}
