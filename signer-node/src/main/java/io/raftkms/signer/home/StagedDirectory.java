package io.raftkms.signer.home;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory that appears under its name complete or not at all: made beside it, then renamed. */
final class StagedDirectory implements AutoCloseable {
    private final Path target;
    private final Path staging;

    /**
     * @param target absent or empty
     * @param suffix of the directory that is filled, unique to this run
     * @throws FileAlreadyExistsException if there is anything at the target
     */
    StagedDirectory(Path target, String suffix) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        if (Files.exists(this.target) && !isEmptyDirectory(this.target)) {
            throw new FileAlreadyExistsException(this.target.toString());
        }
        this.staging = this.target.resolveSibling(this.target.getFileName() + ".partial-" + suffix);
        NewFiles.directory(staging);
    }

    private static boolean isEmptyDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /** Where to write. */
    Path path() {
        return staging;
    }

    void publish() throws IOException {
        Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        if (!Files.exists(staging)) {
            return;
        }
        Files.walkFileTree(staging, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
