package io.raftkms.consensus.raft.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes that survive power loss: content forced, then the name forced. A reader sees the old file or the new one,
 * never a mixture. Any {@link IOException} means that it is unknown what the disk holds.
 *
 * <p>Files are written through streams, not channels: an interrupt closes a channel half way, and a thread that is asked
 * to stop is no failure of the disk.
 */
public final class DurableFiles {
    /** Ratis takes {@code log_inprogress_7.anything} for a segment, so the mark of a temporary file comes first. */
    private static final String TEMPORARY_PREFIX = ".new-";

    private DurableFiles() {}

    /** Puts the content in place of the file, which need not exist. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file);
        try (FileOutputStream out = open(temporary)) {
            out.write(content);
            out.getFD().sync();
        }
        moveIntoPlace(temporary, file);
    }

    /**
     * Writes a file that must not exist.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it does; it is left as it is
     */
    public static void create(Path file, byte[] content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        forceDirectory(file.getParent());
    }

    /**
     * Replaces the file by a forced copy of itself: what the page cache shows is on the disk afterwards, which a plain
     * force does not achieve once an earlier one has failed (Linux then marks the pages clean).
     */
    public static void rewrite(Path file) throws IOException {
        copy(file, file);
    }

    /** Puts a forced copy in place of a file, which need not exist. */
    static void copy(Path from, Path file) throws IOException {
        Path temporary = temporary(file);
        try (FileInputStream in = new FileInputStream(from.toFile());
                FileOutputStream out = open(temporary)) {
            in.transferTo(out);
            out.getFD().sync();
        }
        moveIntoPlace(temporary, file);
    }

    /**
     * Gives a file one more name, a temporary one, under which it stays the same file whatever takes the place of the first.
     *
     * @param name whose place it is to take
     * @throws NoSuchFileException if there is no such file, or another one has just taken its place
     */
    static Path link(Path file, Path name) throws IOException {
        Path temporary = temporary(name);
        Files.deleteIfExists(temporary);
        return Files.createLink(temporary, file);
    }

    /** Puts a link in its place; the directory is not forced. */
    static void putLink(Path temporary, Path name) throws IOException {
        Files.move(temporary, name, ATOMIC_MOVE, REPLACE_EXISTING);
        // Where both were names of one file already, the move left both.
        Files.deleteIfExists(temporary);
    }

    /** Forces content and length of a file that others wrote. */
    public static void force(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.getFD().sync();
        }
    }

    /** Forces the names in a directory. An interrupt does not stop it; it stays set on the thread. */
    public static void forceDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Makes a directory with mode 0700 and forces its name; its parent must exist. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        forceDirectory(directory.toAbsolutePath().getParent());
    }

    /** Removes what an interrupted {@link #replace}, {@link #rewrite} or {@link #link} left in a directory, which need not exist. */
    static void deleteTemporaries(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, TEMPORARY_PREFIX + "*")) {
            for (Path file : left) {
                Files.delete(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(TEMPORARY_PREFIX + file.getFileName());
    }

    private static FileOutputStream open(Path temporary) throws IOException {
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new FileOutputStream(temporary.toFile());
    }

    private static void moveIntoPlace(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
        forceDirectory(file.toAbsolutePath().getParent());
    }
}
