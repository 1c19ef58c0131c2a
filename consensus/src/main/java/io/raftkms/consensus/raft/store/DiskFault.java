package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What an {@link IOException} on a file of the data directory means: never "try again" in this process. */
public final class DiskFault {
    /** EMFILE and ENFILE: Java keeps only the system's text of an error, not its number. */
    private static final String NO_DESCRIPTOR = "too many open files";

    private DiskFault() {}

    /**
     * Which fault a failed write, force or opening is. A text that is not understood, in another language say, is a
     * failed write: that is never restarted by itself.
     */
    public static Fault kind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(NO_DESCRIPTOR)) {
                return Fault.FILE_LIMIT;
            }
        }
        return Fault.DISK_WRITE_FAILED;
    }

    static MemberFaultException reading(Path file, IOException cause) {
        if (Files.exists(file.getParent()) && !Files.isDirectory(file.getParent())) {
            return new MemberFaultException(
                    Fault.DATA_DIRECTORY_UNUSABLE, file.getParent() + " is no directory. " + WayOut.ACCESS, cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new MemberFaultException(
                    Fault.DATA_DIRECTORY_UNUSABLE,
                    "No permission for " + cause.getMessage() + ". " + WayOut.ACCESS,
                    cause);
        }
        return new MemberFaultException(
                Fault.DISK_READ_FAILED, "Cannot read " + file + ": " + reason(cause) + ". " + WayOut.DISK, cause);
    }

    static MemberFaultException writing(Path file, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return reading(file, cause);
        }
        return new MemberFaultException(kind(cause), sentence(file, cause), cause);
    }

    /**
     * In operation. After a failed write or force nobody knows what the disk holds, so nothing goes on. A directory that
     * is gone is told as {@link DirectoryWatch} tells it, whoever of the two looks first.
     */
    static IllegalStateException halt(FailStop failStop, Path file, Throwable cause) {
        boolean gone = cause instanceof NoSuchFileException && Files.notExists(file.getParent());
        String detail = gone ? DirectoryWatch.gone(file.getParent(), reason(cause)) : sentence(file, cause);
        failStop.halt(gone ? Fault.DATA_DIRECTORY_GONE : kind(cause), detail, cause);
        return new IllegalStateException(detail, cause);
    }

    /** In words: some messages of Java are only a path. */
    public static String reason(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return failure.getMessage() + " does not exist";
        }
        if (failure instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return failure instanceof IOException ? failure.getMessage() : failure.toString();
    }

    /** What the system said, however often it was wrapped since. */
    public static String rootReason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return reason(root);
    }

    private static String sentence(Path file, Throwable cause) {
        if (kind(cause) == Fault.FILE_LIMIT) {
            return "Cannot open " + file + ": " + reason(cause) + ". " + WayOut.DESCRIPTORS;
        }
        return "Cannot write or force " + file + ": " + reason(cause)
                + ". The member stops: what the disk holds is unknown. " + WayOut.DISK;
    }
}
