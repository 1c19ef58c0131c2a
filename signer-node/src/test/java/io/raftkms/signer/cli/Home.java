package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A member's home as {@code cluster init} makes it, to be broken by tests. */
record Home(Path path) {
    static final String CHAIN = "chain-1";

    /**
     * Homes a, b and c of a new cluster, with the key in each.
     *
     * @return the key's file as text: a secret that no output may show
     */
    static String cluster(Path directory) throws IOException {
        Files.createDirectories(directory.getParent());
        List<String> arguments = List.of(
                "cluster init --chain-id chain-1 --member a=127.0.0.1:41900,http=41902 --member b=127.0.0.1:41910"
                        + " --member c=127.0.0.1:41920 --validator tcp://127.0.0.1:41950 --out",
                directory.toString());
        run(directory.getParent(), (String.join(" ", arguments)).split(" "));
        run(directory, "softsign", "keygen", directory.resolve("key").toString());
        String secret = Files.readString(directory.resolve("key"));
        for (String name : List.of("a", "b", "c")) {
            Files.copy(
                    directory.resolve("key"),
                    new Home(directory.resolve(name)).key(),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        return secret.strip();
    }

    private static void run(Path directory, String... arguments) {
        CommandRun made = CommandRun.in(directory, arguments);
        assertThat(made.exitCode()).as(made.err()).isZero();
    }

    /** A copy that may be broken. */
    Home copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            files.forEach(
                    file -> copy(file, target.resolve(path.relativize(file).toString())));
        }
        return new Home(target);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path configuration() {
        return path.resolve("raftkms.toml");
    }

    Path key() {
        return path.resolve("secrets/chain-1-consensus.key");
    }

    Path data(String name) {
        return path.resolve("data").resolve(name);
    }

    Path tls(String name) {
        return path.resolve("tls").resolve(name);
    }

    void edit(String what, String with) throws IOException {
        String text = Files.readString(configuration());
        assertThat(text).contains(what);
        Files.writeString(configuration(), text.replace(what, with));
    }

    void append(String text) throws IOException {
        Files.writeString(configuration(), Files.readString(configuration()) + text);
    }

    static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    static void directoryInsteadOf(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createDirectories(file);
    }
}
