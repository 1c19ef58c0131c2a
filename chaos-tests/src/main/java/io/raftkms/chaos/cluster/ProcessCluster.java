package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A cluster of processes of this machine. */
public final class ProcessCluster implements Cluster {
    private static final Duration STOP = Duration.ofSeconds(40);

    /** TLS material cannot be used. */
    private static final int TLS_EXIT = 13;

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final TestCluster cluster;

    public ProcessCluster(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<String> names() {
        return cluster.members().stream().map(Member::name).toList();
    }

    /** Numbers of the processes that run, by member. */
    public Map<String, Long> processes() {
        return cluster.members().stream()
                .filter(Member::isAlive)
                .collect(Collectors.toMap(
                        Member::name, member -> member.process().pid()));
    }

    @Override
    public boolean isAlive(String member) {
        return cluster.member(member).isAlive();
    }

    @Override
    public void start(String member) throws IOException {
        cluster.member(member).start();
    }

    @Override
    public void kill(String member) throws InterruptedException {
        cluster.member(member).process().kill9();
    }

    @Override
    public void stop(String member) throws IOException, InterruptedException {
        thaw(member);
        ChildProcess process = cluster.member(member).process();
        process.terminate();
        process.awaitExit(STOP);
    }

    @Override
    public void freeze(String member) throws IOException, InterruptedException {
        cluster.member(member).process().freeze();
    }

    @Override
    public void thaw(String member) throws IOException, InterruptedException {
        cluster.member(member).process().thaw();
    }

    @Override
    public void handOver(String leader, String to) throws IOException, InterruptedException {
        cluster.member(leader).attempt("cluster", "transfer", "--to", to);
    }

    @Override
    public ClusterStatus status(String member) throws InterruptedException {
        return cluster.member(member).status();
    }

    @Override
    public LedgerView ledger(String member) throws IOException, InterruptedException {
        return cluster.member(member).ledger();
    }

    @Override
    public String awaitLeader() {
        return cluster.awaitLeader().name();
    }

    /** Who was started by a wrong clock, and found its certificate out of date, is started again by the right one. */
    @Override
    public void awaitReady(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            startMisdated();
            try {
                cluster.awaitReady(LOOK);
                return;
            } catch (ConditionTimeoutException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
            }
        }
    }

    private void startMisdated() {
        for (Member member : cluster.members()) {
            ChildProcess process = member.process();
            if (process != null && process.exitCode().orElse(0) == TLS_EXIT) {
                try {
                    member.start();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }
    }

    @Override
    public void leaveTraces(Path directory) throws IOException, InterruptedException {
        for (Member member : cluster.members()) {
            if (member.isAlive()) {
                thaw(member.name());
                member.pages().leave(member.name(), directory);
                Traces.threads(member.process().pid(), directory.resolve(member.name() + ".threads.txt"));
            }
            if (Files.exists(member.log())) {
                Files.copy(
                        member.log(), directory.resolve(member.name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
            Traces.inspect(member, directory);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
