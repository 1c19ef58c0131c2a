package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** One member of a test cluster: its home, and the process while there is one. */
public final class Member {
    /** Whether members log elections, votes and connections too: {@code -Draftkms.chaos.verbose=true}. */
    public static final boolean VERBOSE = Boolean.getBoolean("raftkms.chaos.verbose");

    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LAST_LINES = 20;

    private Program program;
    private final String name;
    private final Path home;
    private final Path log;
    private final int httpPort;
    private final HttpClient http;
    private List<String> prefix = List.of();
    private ChildProcess process;

    Member(Program program, String name, Path home, Path log, int httpPort, HttpClient http) {
        this.program = program;
        this.name = name;
        this.home = home;
        this.log = log;
        this.httpPort = httpPort;
        this.http = http;
    }

    public String name() {
        return name;
    }

    public Path configuration() {
        return home.resolve("raftkms.toml");
    }

    /** Its data directory. */
    public Path data() {
        return home.resolve("data");
    }

    /** Its output over all starts. */
    public Path log() {
        return log;
    }

    /** From its next start on it is of another build, and so are the commands that it is asked to run. */
    public synchronized void become(Program build) {
        program = build;
    }

    /** Whether it runs, or would start, as this build. */
    public synchronized boolean is(Program build) {
        return program.equals(build);
    }

    /**
     * Has an environment or limits of its own from its next start on.
     *
     * @param command one that becomes the one behind it, as {@code env NAME=VALUE}
     */
    public synchronized void under(List<String> command) {
        prefix = command;
    }

    public synchronized void start() throws IOException {
        start(prefix);
    }

    /**
     * Starts it in an environment or under limits of its own.
     *
     * @param prefix a command that becomes the one behind it, as {@code env NAME=VALUE}
     */
    public synchronized void start(List<String> prefix) throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program.serving("start", "-c", configuration().toString()));
        if (VERBOSE) {
            command.add("--verbose");
        }
        process = ChildProcess.start(name, command, log);
    }

    /** The running process, or the last one; null before the first. */
    public synchronized ChildProcess process() {
        return process;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGTERM, and waits until it has ended in order. */
    public void stop() throws InterruptedException {
        ChildProcess running = process();
        running.terminate();
        int code = running.awaitExit(STOP);
        if (code != 0) {
            throw new IllegalStateException(
                    name + " stopped with exit code " + code + ":\n" + running.logTail(LAST_LINES));
        }
    }

    /** Waits for a text in its log, from the first start on. */
    public void awaitSaid(String text, Duration limit) {
        Awaitility.await(text + " in " + log)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.readString(log).contains(text));
    }

    /**
     * What it says of the cluster, whoever started its process; a member that is down or starting gives
     * {@link ClusterStatus#NONE}.
     */
    public ClusterStatus status() throws InterruptedException {
        return ClusterStatus.of(http, httpPort);
    }

    /** What it shows to Prometheus. */
    public String metrics() throws InterruptedException {
        return pages().metrics();
    }

    HttpPage pages() {
        return new HttpPage(http, httpPort);
    }

    /** The JSON of {@code state show --json}, from where the command has it. */
    public LedgerView ledger() throws IOException {
        return LedgerView.parse(admin().get("/v1/state"));
    }

    /** As {@code cluster transfer --to}; it may be refused, or lead to another member. */
    void transferTo(Member target) {
        try {
            admin().post("/v1/transfer", "{\"to\": \"" + target.name() + "\"}");
        } catch (IOException notNow) {
            // Who leads is looked at by whoever asked for this.
        }
    }

    private AdminSocket admin() {
        return new AdminSocket(data().resolve("admin.sock"));
    }

    /** Runs a command with this member's configuration, which must succeed, and gives what it printed. */
    public String command(String... words) throws IOException, InterruptedException {
        return program().mustRun(COMMAND, withConfiguration(words));
    }

    /** Runs a command with this member's configuration, however it ends. */
    public Program.Outcome attempt(String... words) throws IOException, InterruptedException {
        return program().run(COMMAND, withConfiguration(words));
    }

    /** As {@link #attempt}, at a terminal where somebody types. */
    public Program.Outcome attemptAtTerminal(String typed, String... words) throws IOException, InterruptedException {
        return program().runAtTerminal(COMMAND, typed, withConfiguration(words));
    }

    /**
     * Sets the mark of a chain's one key back to the end of a height, as an operator who has confirmed it; the key is
     * paused, and this member leads.
     */
    public void lower(String chainId, long height) throws IOException {
        admin().post(
                        "/v1/state/lower",
                        "{\"chain_id\": \"" + chainId + "\", \"height\": " + height
                                + ", \"forget_recent\": false, \"reason\": \"a trial\"}");
    }

    synchronized Program program() {
        return program;
    }

    private String[] withConfiguration(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("-c", configuration().toString()));
        return line.toArray(String[]::new);
    }
}
