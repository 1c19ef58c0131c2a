package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches that the data directory stays where it is. Raft writes on into files whose names were removed, and forces of
 * them succeed: what it acknowledges then is gone with the process. So the member ends as soon as a directory or the
 * identity is missing, or another one lies in its place, as after an unmount.
 */
public final class DirectoryWatch implements Runnable {
    private final Map<Path, Object> keys;
    private final FailStop failStop;
    private boolean halted;

    private DirectoryWatch(Map<Path, Object> keys, FailStop failStop) {
        this.keys = keys;
        this.failStop = failStop;
    }

    /**
     * Notes what is there now. Raft must have made its directories.
     *
     * @param group name of the Raft group's directory
     * @throws MemberFaultException {@link Fault#DATA_DIRECTORY_GONE} if something is missing already
     */
    public static DirectoryWatch of(DataDirectory data, String group, FailStop failStop) throws MemberFaultException {
        Path current = data.raft().resolve(group).resolve("current");
        Map<Path, Object> keys = new LinkedHashMap<>();
        for (Path path : List.of(data.root(), data.identity(), current)) {
            try {
                keys.put(path, key(path));
            } catch (IOException e) {
                throw new MemberFaultException(Fault.DATA_DIRECTORY_GONE, gone(path, DiskFault.reason(e)), e);
            }
        }
        return new DirectoryWatch(keys, failStop);
    }

    @Override
    public void run() {
        for (Map.Entry<Path, Object> one : keys.entrySet()) {
            if (!halted) {
                look(one.getKey(), one.getValue());
            }
        }
    }

    private void look(Path path, Object before) {
        try {
            if (!key(path).equals(before)) {
                halt(gone(path, "another one lies in its place"), null);
            }
        } catch (IOException e) {
            halt(gone(path, DiskFault.reason(e)), e);
        }
    }

    private void halt(String detail, IOException cause) {
        halted = true;
        failStop.halt(Fault.DATA_DIRECTORY_GONE, detail, cause);
    }

    /** Device and number of the file: a name alone could be a new one. */
    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    static String gone(Path path, String what) {
        return path + " is not the one that this member started on: " + what + ". What Raft wrote since may be lost. "
                + WayOut.MOUNT_OR_REPLACE;
    }
}
