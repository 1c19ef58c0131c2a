package io.raftkms.chaos.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose a socket of this machine is, by what the kernel shows below /proc: a connection says from which port it comes, and
 * nothing else about who dialled it.
 */
final class SocketOwners {
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;

    private final Path proc;

    /**
     * @param proc where proc is mounted
     */
    SocketOwners(Path proc) {
        this.proc = proc;
    }

    /**
     * The one that dials from a port of loopback.
     *
     * @param processes by name
     */
    Optional<String> dialledFrom(int port, Map<String, Long> processes) throws IOException {
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (!Files.exists(proc.resolve(table))) {
                continue;
            }
            for (String line : Files.readAllLines(proc.resolve(table))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > INODE && words[LOCAL_ADDRESS].endsWith(String.format(":%04X", port))) {
                    Optional<String> owner = owner("socket:[" + words[INODE] + "]", processes);
                    if (owner.isPresent()) {
                        return owner;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> owner(String socket, Map<String, Long> processes) {
        return processes.entrySet().stream()
                .filter(process -> holds(process.getValue(), socket))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean holds(long pid, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(proc.resolve(pid + "/fd"))) {
            for (Path descriptor : open) {
                if (link(descriptor).equals(socket)) {
                    return true;
                }
            }
            return false;
        } catch (IOException gone) {
            return false;
        }
    }

    /** What it is, or nothing when it was closed meanwhile. */
    private static String link(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
