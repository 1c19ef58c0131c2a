package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One member of a test cluster: its home, and the process while there is one. */
public final class Member {
    private static final Duration COMMAND = Duration.ofSeconds(30);

    private final Program program;
    private final String name;
    private final Path home;
    private final Path log;
    private ChildProcess process;

    Member(Program program, String name, Path home, Path log) {
        this.program = program;
        this.name = name;
        this.home = home;
        this.log = log;
    }

    public String name() {
        return name;
    }

    public Path configuration() {
        return home.resolve("raftkms.toml");
    }

    /** Its output over all starts. */
    public Path log() {
        return log;
    }

    public synchronized void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        process = ChildProcess.start(
                name, program.serving("start", "-c", configuration().toString()), log);
    }

    /** The running process, or the last one. */
    public synchronized ChildProcess process() {
        return process;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it says of the cluster; a member that is down or starting gives {@link ClusterStatus#NONE}. */
    public ClusterStatus status() throws IOException, InterruptedException {
        if (!isAlive()) {
            return ClusterStatus.NONE;
        }
        return ClusterStatus.parse(
                command("cluster", "status", "--json", "-c", configuration().toString())
                        .output());
    }

    /** {@code state show --json}. */
    public LedgerView ledger() throws IOException, InterruptedException {
        return LedgerView.parse(program.mustRun(
                COMMAND, "state", "show", "--json", "-c", configuration().toString()));
    }

    Program.Outcome command(String... arguments) throws IOException, InterruptedException {
        return program.run(COMMAND, arguments);
    }

    void must(String... arguments) throws IOException, InterruptedException {
        program.mustRun(COMMAND, arguments);
    }
}
