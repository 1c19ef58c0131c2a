package io.raftkms.signer.cli;

import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A command's connection to the running member of a configuration. */
public final class MemberConnection implements AutoCloseable {
    private static final Duration LEADER_WAIT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Configuration configuration;
    private final AdminClient client;

    public MemberConnection(Configuration configuration) {
        this.configuration = configuration;
        this.client = new AdminClient(configuration.admin().socket());
    }

    public ClusterReport status() {
        return client.get("/api/status", ClusterReport.class);
    }

    /** Asks for a report that any member gives. */
    public <T> T get(String path, Class<T> type) {
        return client.get(path, type);
    }

    /** Runs a command that any member takes. */
    public <T> T post(String path, Object body, Class<T> type) {
        return client.post(path, body, type);
    }

    /**
     * Runs a command that only the leader takes.
     *
     * @param lineFor the same command for another configuration file
     * @throws CommandException {@code NOT_THE_LEADER} with the line to run there
     */
    public <T> T onLeader(String path, Object body, Class<T> type, Function<String, String> lineFor, PrintWriter err) {
        return onLeader(path, body, type, LEADER_WAIT, lineFor, err);
    }

    /**
     * As {@link #onLeader(String, Object, Class, Function, PrintWriter)}, for what may take longer.
     *
     * @param limit of the command itself
     */
    public <T> T onLeader(
            String path,
            Object body,
            Class<T> type,
            Duration limit,
            Function<String, String> lineFor,
            PrintWriter err) {
        awaitLeader(err);
        try {
            return client.post(path, body, type, limit.plus(MARGIN));
        } catch (CommandException failed) {
            Failure first = failed.failures().get(0);
            if (first.code() != MessageCode.NOT_THE_LEADER) {
                throw failed;
            }
            throw notTheLeader(first.detail(), lineFor);
        }
    }

    /**
     * Fails on members that do not lead, before somebody is asked or waits for what would be refused then.
     *
     * @param lineFor the same command for another configuration file
     * @throws CommandException {@code NOT_THE_LEADER} with the line to run there
     */
    public void requireLeader(Function<String, String> lineFor, PrintWriter err) {
        ClusterReport report = awaitLeader(err);
        if (!report.leader().equals(report.self())) {
            throw notTheLeader(report.leader(), lineFor);
        }
    }

    private CommandException notTheLeader(String leader, Function<String, String> lineFor) {
        return new CommandException(
                MessageCode.NOT_THE_LEADER,
                "member " + leader + " leads; this is " + configuration.file(),
                "on " + leader + ": " + lineFor.apply(fileOf(leader)));
    }

    /**
     * Waits up to ten seconds for a leader and says who is missing.
     *
     * @throws CommandException {@code NO_LEADER} if there is none by then
     */
    public ClusterReport awaitLeader(PrintWriter err) {
        long deadline = System.nanoTime() + LEADER_WAIT.toNanos();
        String said = "";
        while (true) {
            ClusterReport report = status();
            if (report.leader() != null) {
                return report;
            }
            String missing = missing(report.members());
            if (!missing.equals(said)) {
                err.println("waiting for a leader; no answer from: " + missing);
                err.flush();
                said = missing;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new CommandException(
                        MessageCode.NO_LEADER,
                        "no leader within " + LEADER_WAIT.toSeconds() + " s; no answer from: " + missing);
            }
            pause();
        }
    }

    private static String missing(List<ClusterReport.Member> members) {
        String names = members.stream()
                .filter(member -> !member.reachable())
                .map(member -> member.name() + " (" + member.address() + ")")
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "nobody (an election is under way)" : names;
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(MessageCode.NO_LEADER, "interrupted while waiting for a leader", e);
        }
    }

    /** The other member's file: beside this one where {@code cluster init} put them, else its usual name. */
    private String fileOf(String name) {
        Path home = configuration.home();
        if (home.getParent() != null) {
            Path beside =
                    home.getParent().resolve(name).resolve(configuration.file().getFileName());
            if (Files.exists(beside)) {
                return ShellWord.of(beside);
            }
        }
        return configuration.file().getFileName().toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
