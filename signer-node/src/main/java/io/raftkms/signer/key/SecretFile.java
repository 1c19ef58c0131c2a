package io.raftkms.signer.key;

import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.files.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files that hold secrets: who may have access, bounded reading, and creation that never overwrites. */
public final class SecretFile {
    private static final int OTHERS = 0007;
    private static final int GROUP = 0070;
    private static final int PERMISSION_BITS = 07777;

    private final ProcessGroups groups;

    /**
     * @param groups of this process
     */
    public SecretFile(ProcessGroups groups) {
        this.groups = groups;
    }

    /** Reads something out of a file's content. */
    public interface Format<T> {
        T parse(byte[] content) throws FileFormatException;
    }

    /** Reads a file that only this process may have access to. */
    public <T> T read(Path file, FileKind kind, Format<T> format) throws KeyFaultException {
        requirePrivate(file);
        return readExposed(file, kind, format);
    }

    /** For a file that something else reads: nobody but this process may have access to it, if it is there. */
    public void requirePrivate(Path file) throws KeyFaultException {
        Optional<String> exposure = Files.isRegularFile(file) ? exposure(file) : Optional.empty();
        if (exposure.isPresent()) {
            throw new KeyFaultException(KeyFault.KEY_FILE_PERMISSIONS, exposure.get());
        }
    }

    /** As {@link #read}, whoever else has access: for a file that is about to be replaced by a private one. */
    public <T> T readExposed(Path file, FileKind kind, Format<T> format) throws KeyFaultException {
        byte[] content = content(file, kind);
        try {
            return format.parse(content);
        } catch (FileFormatException e) {
            KeyFault fault =
                    e.problem() == Problem.UNSUPPORTED_KEY ? KeyFault.KEY_TYPE_UNSUPPORTED : KeyFault.KEY_FILE_DAMAGED;
            throw new KeyFaultException(fault, file + ": " + e.getMessage());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * Who else can get at the file, as a sentence with the remedy; empty if nobody. Users of the file's group may, if
     * it is a group of this process. Links are followed: what counts is the file with the secret.
     */
    public Optional<String> exposure(Path file) throws KeyFaultException {
        requireRegular(file);
        int mode;
        int group;
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,gid");
            mode = (Integer) attributes.get("mode") & PERMISSION_BITS;
            group = (Integer) attributes.get("gid");
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UnsupportedOperationException e) {
            return Optional.of(file + " is on a file system without owners and modes; move it to one that has them");
        }
        String octal = String.format(Locale.ROOT, "%s has mode %04o", file, mode);
        if ((mode & OTHERS) != 0) {
            return Optional.of(octal + ", open to every user of this machine; run: chmod 600 " + file);
        }
        if ((mode & GROUP) != 0 && !groups.contains(group)) {
            return Optional.of(octal + ", open to group " + group
                    + ", of which this process is no member; run: chmod 600 " + file);
        }
        return Optional.empty();
    }

    /**
     * Writes a new file, mode 0600, and forces it and its directory to disk.
     *
     * @param content stays the caller's, who wipes it
     */
    public void create(Path file, byte[] content) throws KeyFaultException {
        Path target = file.toAbsolutePath();
        try (FileChannel channel = FileChannel.open(
                target,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            writeWhole(channel, target, content);
        } catch (FileAlreadyExistsException e) {
            throw new KeyFaultException(
                    KeyFault.KEY_FILE_EXISTS, file + " exists already, and a key is never overwritten");
        } catch (IOException | UnsupportedOperationException e) {
            throw notWritten(file, e);
        }
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    /** Half a key would later look like a damaged one, so it does not stay. */
    private static void writeWhole(FileChannel channel, Path target, byte[] content) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    private static byte[] content(Path file, FileKind kind) throws KeyFaultException {
        requireRegular(file);
        // One byte over the limit is enough to see that it is exceeded.
        byte[] buffer = new byte[kind.maxBytes() + 1];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer target = ByteBuffer.wrap(buffer);
            int read = 0;
            while (read >= 0 && target.hasRemaining()) {
                read = channel.read(target);
            }
            if (!target.hasRemaining()) {
                throw new KeyFaultException(
                        KeyFault.KEY_FILE_DAMAGED,
                        file + " has more than " + kind.maxBytes() + " bytes, too many for a " + kind);
            }
            return Arrays.copyOf(buffer, target.position());
        } catch (IOException e) {
            throw unreadable(file, e);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private static void requireRegular(Path file) throws KeyFaultException {
        if (Files.notExists(file)) {
            throw new KeyFaultException(KeyFault.KEY_FILE_MISSING, file + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new KeyFaultException(KeyFault.KEY_FILE_UNREADABLE, file + " is a directory, not a file");
        }
        if (!Files.isRegularFile(file)) {
            throw new KeyFaultException(KeyFault.KEY_FILE_UNREADABLE, file + " is no regular file that can be read");
        }
    }

    private static KeyFaultException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new KeyFaultException(KeyFault.KEY_FILE_MISSING, file + " does not exist");
        }
        return new KeyFaultException(KeyFault.KEY_FILE_UNREADABLE, file + " cannot be read: " + reason(e));
    }

    private static KeyFaultException notWritten(Path file, Exception e) {
        return new KeyFaultException(KeyFault.KEY_FILE_NOT_WRITTEN, file + " cannot be written: " + reason(e));
    }

    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        return e.getMessage();
    }
}
