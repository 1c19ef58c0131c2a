package io.raftkms.chaos.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The home of a cluster of one, made by {@code init}, and commands to it.
 *
 * @param ports Raft, peer, HTTP
 */
public record OneMember(Program program, Path home, List<Integer> ports) {
    public static final String CHAIN = "cosmoshub-4";
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration READY = Duration.ofSeconds(60);

    public static OneMember create(Program program, Path home) throws IOException, InterruptedException {
        program.mustRun(COMMAND, "init", home.toString());
        List<Integer> ports = FreePorts.take(3);
        OneMember member = new OneMember(program, home, ports);
        member.edit("26670", ports.get(0).toString());
        member.edit("26671", ports.get(1).toString());
        member.edit("26680", ports.get(2).toString());
        member.edit("[cluster]\n", "[cluster]\nwarm_up = false\n");
        program.mustRun(COMMAND, "softsign", "keygen", member.key().toString());
        return member;
    }

    /** A copy at another place: what an operator must never start, and tests may break. */
    public OneMember copyTo(Path target) throws IOException {
        Workplace.copy(home, target);
        return new OneMember(program, target, ports);
    }

    public Path configuration() {
        return home.resolve("raftkms.toml");
    }

    public Path key() {
        return home.resolve("secrets/" + CHAIN + "-consensus.key");
    }

    public Path data(String name) {
        return home.resolve("data").resolve(name);
    }

    /** A file of Raft's, by the beginning of its name. */
    public Path raft(String name) {
        try (Stream<Path> files = Files.walk(data("raft"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " below " + data("raft")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void edit(String what, String with) throws IOException {
        String text = Files.readString(configuration());
        assertThat(text).contains(what);
        Files.writeString(configuration(), text.replace(what, with));
    }

    public ChildProcess start() throws IOException {
        return ChildProcess.start(
                "member", program.serving("start", "-c", configuration().toString()), log());
    }

    Path log() {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    /** A start that is expected to end by itself. */
    public Program.Outcome failingStart() throws IOException, InterruptedException {
        return program.refusedStart(configuration());
    }

    Program.Outcome command(String... arguments) throws IOException, InterruptedException {
        String line =
                String.join("\n", arguments).replace("FILE", configuration().toString());
        return program.run(COMMAND, line.split("\n"));
    }

    /** Waits until the member says over HTTP that it is not ready, for a reason that begins so. */
    void awaitNotReady(String cause) {
        awaitReadiness("not ready: " + cause);
    }

    /** Waits until the member says over HTTP that it signs. */
    public void awaitReady() {
        awaitReadiness("ready");
    }

    private void awaitReadiness(String beginning) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(2) + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Awaitility.await(beginning)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> http.send(request, HttpResponse.BodyHandlers.ofString())
                                .body(),
                        answer -> answer.startsWith(beginning));
    }

    public void enrol() throws IOException, InterruptedException {
        awaitNotReady("key of chain");
        Program.Outcome enrolled = command("state", "init", "-c", "FILE", "--chain-id", CHAIN, "--height", "100");
        assertThat(enrolled.exitCode()).as(enrolled.errors()).isZero();
    }

    /** No output shows the key or the program's inside. */
    public static void assertFitForPeople(String output, Path key) {
        try {
            assertThat(output).doesNotContain("\tat ", Files.readString(key).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
