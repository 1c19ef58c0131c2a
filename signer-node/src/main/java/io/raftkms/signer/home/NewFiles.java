package io.raftkms.signer.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files that are not there yet, with their mode from the first instant; an existing one is never touched
 * ({@link java.nio.file.FileAlreadyExistsException}).
 */
public final class NewFiles {
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC_FILE = PosixFilePermissions.fromString("rw-r--r--");

    private NewFiles() {}

    /** A directory for its owner only, with its parents; one that exists keeps its mode. */
    public static void directory(Path directory) throws IOException {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
    }

    /** A file for its owner only (0600). */
    public static void secret(Path file, byte[] content) throws IOException {
        write(file, content, PRIVATE_FILE);
    }

    /** A file that others may read (0644). */
    public static void readable(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), PUBLIC_FILE);
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        FileAttribute<Set<PosixFilePermission>> attribute = PosixFilePermissions.asFileAttribute(mode);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, attribute)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
