package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The operating system's lock on {@code data/lock}: two processes on one data directory could sign twice. */
public final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataLock take(DataDirectory directory) throws MemberFaultException {
        Path file = directory.lockFile();
        if (!Files.isDirectory(directory.root())) {
            throw new MemberFaultException(
                    Fault.DATA_DIRECTORY_UNUSABLE,
                    "There is no data directory " + directory.root() + ". If a volume is not mounted or the path is"
                            + " wrong, mend that; a new member gets its directory from init, never from start.");
        }
        try {
            return lock(directory, file);
        } catch (IOException e) {
            throw new MemberFaultException(
                    Fault.DATA_DIRECTORY_UNUSABLE,
                    "Cannot lock " + file + ": " + DiskFault.reason(e) + ". " + WayOut.ACCESS,
                    e);
        }
    }

    private static DataLock lock(DataDirectory directory, Path file) throws IOException, MemberFaultException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process holds it. The channel stays open: POSIX drops all locks of a process on a file as soon
            // as the process closes any descriptor of it.
            throw locked(directory, "this process", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            String holder = holder(channel);
            channel.close();
            throw locked(directory, holder, null);
        }
        byte[] pid = ("process " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
        return new DataLock(channel);
    }

    private static MemberFaultException locked(DataDirectory directory, String holder, Throwable cause) {
        return new MemberFaultException(
                Fault.DATA_DIRECTORY_LOCKED,
                "The data directory " + directory.root() + " is in use by " + holder
                        + ". One directory is one member: stop that process first, or give this one its own home.",
                cause);
    }

    private static String holder(FileChannel channel) {
        ByteBuffer text = ByteBuffer.allocate(64);
        try {
            channel.read(text, 0);
        } catch (IOException e) {
            return "another process";
        }
        String holder = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        return holder.matches("process \\d+") ? holder : "another process";
    }

    /** Gives the directory free. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
