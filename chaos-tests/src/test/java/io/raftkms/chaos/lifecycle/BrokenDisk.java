package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A library that is loaded into one member and, from a chosen moment on, fails its writes or forces, or tells it that its
 * disk has little room. Needs a C compiler.
 */
final class BrokenDisk {
    /** Calls that can fail. */
    enum Call {
        WRITE,
        FORCE
    }

    /** Errors by their number on Linux. */
    enum Error {
        EIO(5),
        ENOSPC(28),
        EROFS(30);

        private final int number;

        Error(int number) {
            this.number = number;
        }
    }

    private final Path library;
    private final Path trigger;
    private final Path below;

    private BrokenDisk(Path library, Path trigger, Path below) {
        this.library = library;
        this.trigger = trigger;
        this.below = below;
    }

    /**
     * Compiles the library.
     *
     * @param below files of this directory are concerned
     */
    static BrokenDisk of(Path directory, Path below) throws IOException, InterruptedException {
        Path source = directory.resolve("diskfault.c");
        Path library = directory.resolve("diskfault.so");
        try (InputStream in = BrokenDisk.class.getResourceAsStream("/faults/diskfault.c")) {
            Files.copy(in, source);
        }
        Process compiler = new ProcessBuilder(
                        "cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(compiler.exitValue()).as(said).isZero();
        return new BrokenDisk(library, directory.resolve("fault"), below.toRealPath());
    }

    /** What has to stand before the command of a member. */
    List<String> prefix() {
        return List.of("env", "LD_PRELOAD=" + library, "RAFTKMS_FAULT_BELOW=" + below, "RAFTKMS_FAULT_FILE=" + trigger);
    }

    /** From now on every such call fails. */
    void fails(Call call, Error error) throws IOException {
        tell(call.name().toLowerCase(Locale.ROOT), error.number);
    }

    /** From now on so much is said to be free, whatever is. */
    void hasLeft(int megabytes) throws IOException {
        tell("space", megabytes);
    }

    private void tell(String what, int number) throws IOException {
        Path complete = trigger.resolveSibling("fault.new");
        Files.writeString(complete, what + " " + number + "\n");
        Files.move(complete, trigger, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A good disk again; after an error for the next start, as a running member ends at the first one. */
    void works() throws IOException {
        Files.deleteIfExists(trigger);
    }
}
