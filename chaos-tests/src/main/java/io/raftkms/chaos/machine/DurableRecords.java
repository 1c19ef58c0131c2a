package io.raftkms.chaos.machine;

import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a disk holds for certain of a data directory: laid down once while no member runs, kept up by the library (its
 * {@code durable.c} has the form of the records), and put in place of the directory after a loss of power. Files and directories
 * are known by their inode numbers; a second link to each file keeps its number from being given to another one.
 */
final class DurableRecords {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Path data;
    private final Path records;
    private boolean strict;

    /**
     * @param data of one member
     * @param records where the library has them, on the same file system
     */
    DurableRecords(Path data, Path records) {
        this.data = data;
        this.records = records;
    }

    /** All that is there now is on the disk. */
    void layDown() throws IOException {
        if (Files.exists(records)) {
            Workplace.remove(records);
        }
        for (String room : List.of("content", "held", "names")) {
            Files.createDirectories(records.resolve(room));
        }
        layDown(data);
        if (strict) {
            beStrict();
        }
    }

    /** From now on names are certain only when their own directory was forced. */
    void beStrict() throws IOException {
        strict = true;
        Files.createFile(records.resolve("strict"));
    }

    private void layDown(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : list(directory)) {
            String number = number(file);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                names.add(number + " d " + file.getFileName());
                layDown(file);
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                names.add(number + " f " + file.getFileName());
                Files.copy(file, content(number));
                Files.createLink(held(number), file);
            }
        }
        Files.write(records.resolve("names").resolve(number(directory)), names);
    }

    /** Makes the directory what power loss leaves of it. */
    void losePower(Unforced unforced) throws IOException {
        Path left = data.resolveSibling(data.getFileName() + "-left");
        restore(left, unforced);
        Workplace.remove(data);
        Files.move(left, data);
        layDown();
    }

    /**
     * Makes another directory of that.
     *
     * @throws IllegalStateException if nothing was ever laid down
     */
    void restore(Path to, Unforced unforced) throws IOException {
        if (!Files.exists(records)) {
            throw new IllegalStateException("nobody recorded what was forced in " + data);
        }
        restore(number(data), data, to, unforced);
    }

    /**
     * @param live the directory as it was, for its mode
     */
    private void restore(String directory, Path live, Path to, Unforced unforced) throws IOException {
        Files.createDirectory(to);
        for (String line : names(directory)) {
            String[] words = line.split(" ", 3);
            Path target = to.resolve(words[2]);
            if (words[1].equals("d")) {
                restore(words[0], live.resolve(words[2]), target, unforced);
            } else if (Files.exists(held(words[0]))) {
                unforced.leave(content(words[0]), held(words[0]), target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(held(words[0])));
            }
        }
        Files.setPosixFilePermissions(to, Files.isDirectory(live) ? Files.getPosixFilePermissions(live) : PRIVATE);
    }

    /** Empty for a directory that was never forced. */
    private List<String> names(String directory) throws IOException {
        try {
            return Files.readAllLines(records.resolve("names").resolve(directory));
        } catch (NoSuchFileException neverForced) {
            return List.of();
        }
    }

    private Path content(String number) {
        return records.resolve("content").resolve(number);
    }

    private Path held(String number) {
        return records.resolve("held").resolve(number);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static String number(Path file) throws IOException {
        return String.valueOf(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
    }
}
