package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The free space of a data directory, and a probe of it: Java tells no number of free inodes, so a few files are made,
 * one of them written and forced, and removed again. The probe also finds a file system that has become read-only, and
 * an error of the disk, on a member that has nothing to write.
 */
public final class DataSpace implements SpaceSource {
    /** More than a roll of the log, a snapshot and a vote need at once. */
    static final int FILES = 8;

    private static final byte[] CONTENT = new byte[512];
    private static final String PREFIX = ".probe-";

    /** ENOSPC and EDQUOT, as the system words them; in another language the space that is left decides. */
    private static final List<String> NO_SPACE = List.of("no space left", "quota exceeded");

    private static final long NOTHING = 64 * 1024;

    private final DataDirectory directory;

    public DataSpace(DataDirectory directory) {
        this.directory = directory;
    }

    @Override
    public FreeSpace read() throws MemberFaultException {
        requireDirectory(null);
        // Not by its FileStore: that is looked up in the list of mounts, which in a chroot may not have it.
        long bytes = directory.root().toFile().getUsableSpace();
        return new FreeSpace(bytes, probe(bytes));
    }

    /** What is gone is told as {@link DirectoryWatch} tells it, whoever of the two looks first. */
    private void requireDirectory(IOException cause) throws MemberFaultException {
        if (!Files.isDirectory(directory.root())) {
            throw new MemberFaultException(
                    Fault.DATA_DIRECTORY_GONE,
                    DirectoryWatch.gone(directory.root(), directory.root() + " does not exist"),
                    cause);
        }
    }

    /** Whether the files could be made. */
    private boolean probe(long bytes) throws MemberFaultException {
        List<Path> made = new ArrayList<>();
        try {
            for (int i = 0; i < FILES; i++) {
                Path file = directory.root().resolve(PREFIX + i);
                made.add(file);
                write(file, i == 0);
            }
            return true;
        } catch (IOException e) {
            if (lacksSpace(e, bytes)) {
                return false;
            }
            requireDirectory(e);
            throw DiskFault.writing(made.get(made.size() - 1), e);
        } finally {
            remove(made);
        }
    }

    private static void write(Path file, boolean forced) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            if (forced) {
                out.write(CONTENT);
                out.getFD().sync();
            }
        }
    }

    private static boolean lacksSpace(IOException failure, long bytes) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return bytes < NOTHING || NO_SPACE.stream().anyMatch(text::contains);
    }

    private static void remove(List<Path> made) throws MemberFaultException {
        for (Path file : made) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw DiskFault.writing(file, e);
            }
        }
    }
}
