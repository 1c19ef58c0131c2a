package io.raftkms.signer.demo;

import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.EnrolRequest;
import io.raftkms.signer.admin.EnrolmentReport;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The three members of a demo: child processes, each with its log beside its home. */
public final class DemoCluster implements AutoCloseable {
    static final List<String> NAMES = List.of("a", "b", "c");
    private static final long READY_SECONDS = 120;
    private static final long LOOK_MILLIS = 200;
    private static final Set<MessageCode> LEADERSHIP_MOVED =
            Set.of(MessageCode.NOT_THE_LEADER, MessageCode.NO_LEADER, MessageCode.OUTCOME_UNKNOWN);

    private final Path directory;
    private final Map<String, MemberProcess> members = new LinkedHashMap<>();

    /**
     * @param directory as {@code cluster init} wrote it
     */
    public DemoCluster(Path directory) {
        this.directory = directory;
    }

    /** Starts all members; their output goes to {@code NAME.log} in the directory. */
    public void start() throws IOException {
        for (String name : NAMES) {
            PrintWriter log = new PrintWriter(
                    Files.newBufferedWriter(directory.resolve(name + ".log"), StandardCharsets.UTF_8), true);
            members.put(name, MemberProcess.start(name, home(name), log::println));
        }
    }

    private Path home(String name) {
        return directory.resolve(name).resolve("raftkms.toml");
    }

    /**
     * Waits for a leader and enrols the key there.
     *
     * @return the leader's name
     * @throws CommandException if none leads in time
     */
    public String enrol(String chainId) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (true) {
            String leader = awaitLeader();
            try (AdminClient client = client(leader)) {
                client.post(
                        "/v1/state/init", new EnrolRequest(chainId, null, 1L, null, null, null), EnrolmentReport.class);
                return leader;
            } catch (CommandException failed) {
                // Three members that start on one busy machine elect more than once; an equal enrolment may come again.
                if (!LEADERSHIP_MOVED.contains(failed.failures().get(0).code()) || System.nanoTime() - deadline > 0) {
                    throw failed;
                }
            }
        }
    }

    /** The member that leads now, asked of all that live. */
    public String awaitLeader() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (System.nanoTime() - deadline < 0) {
            for (String name : NAMES) {
                requireAlive(name);
                Optional<ClusterReport> report = report(name);
                if (report.isPresent() && name.equals(report.get().leader())) {
                    return name;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new CommandException(
                MessageCode.NO_LEADER, "no member leads after " + READY_SECONDS + " s; see " + directory + "/*.log");
    }

    private void requireAlive(String name) {
        if (!members.get(name).isAlive()) {
            throw new CommandException(
                    MessageCode.NO_LEADER, "member " + name + " ended; see " + directory.resolve(name + ".log"));
        }
    }

    /** Kills whoever leads, as a crash does. */
    public String killLeader() throws InterruptedException {
        String leader = awaitLeader();
        members.get(leader).kill();
        return leader;
    }

    private Optional<ClusterReport> report(String name) {
        try (AdminClient client = client(name)) {
            return Optional.of(client.get("/api/status", ClusterReport.class));
        } catch (CommandException notYet) {
            return Optional.empty();
        }
    }

    private AdminClient client(String name) {
        ConfigurationReading reading = ConfigurationFile.read(home(name));
        if (reading instanceof ConfigurationReading.Valid valid) {
            return new AdminClient(valid.configuration().admin().socket());
        }
        throw new IllegalStateException("the demo wrote a configuration that is not valid: " + home(name));
    }

    @Override
    public void close() {
        members.values().forEach(MemberProcess::terminate);
        members.values().forEach(MemberProcess::close);
    }
}
