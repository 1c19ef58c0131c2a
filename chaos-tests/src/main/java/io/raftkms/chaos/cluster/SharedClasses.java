package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * An archive of the program's classes as a running member had them: tests start some hundred processes, and with it each
 * takes half the processor time until it serves. Made once after a build, by a member of a cluster of one; the JVM
 * itself passes over an archive that does not fit what it runs.
 */
final class SharedClasses {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Program program;
    private final Path archive;

    private SharedClasses(Program program, Path archive) {
        this.program = program;
        this.archive = archive;
    }

    /** The program with the archive for its JVM, which is made if there is none that is newer than the program. */
    static Program with(Program program) {
        try {
            Path directory = Files.createDirectories(program.home().resolve("chaos-tests/target"));
            Path archive = directory.resolve("shared-classes-" + program.javaVersion() + ".jsa");
            SharedClasses classes = new SharedClasses(program, archive);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("shared-classes.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !classes.isFresh()) {
                    classes.make();
                }
            }
            return program.withSharedClasses(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the archive of classes was made", e);
        }
    }

    private boolean isFresh() throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(program.jar())) > 0;
    }

    private void make() throws IOException, InterruptedException {
        Path place = Workplace.create();
        Path home = place.resolve("home");
        Path configuration = home.resolve("raftkms.toml");
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        MemberPorts ports = MemberPorts.take();
        program.mustRun(LIMIT, "init", home.toString());
        program.mustRun(
                LIMIT,
                "softsign",
                "keygen",
                home.resolve("secrets/cosmoshub-4-consensus.key").toString());
        ports.putInto(configuration);
        List<String> command = new ArrayList<>(program.serving("start", "-c", configuration.toString()));
        command.add(1, "-XX:ArchiveClassesAtExit=" + made);
        ChildProcess member = ChildProcess.start("member", command, place.resolve("log"));
        try {
            HttpClient http = HttpClient.newHttpClient();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> ClusterStatus.of(http, ports.http()).leader().isPresent());
            member.terminate();
            member.awaitExit(LIMIT);
        } catch (RuntimeException failed) {
            throw new IllegalStateException(member.logTail(20), failed);
        } finally {
            member.close();
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        Workplace.remove(place);
    }
}
