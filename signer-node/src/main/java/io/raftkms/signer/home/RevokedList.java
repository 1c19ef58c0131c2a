package io.raftkms.signer.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates that a cluster refuses, for a member that joins it: without them it would speak with whoever stole
 * one. The list is beside ca.pem on every member, and may be beside that of the CA.
 */
final class RevokedList {
    private static final String FILE = "revoked.txt";
    private static final long MAX_BYTES = 256 * 1024;

    private RevokedList() {}

    /** Writes the lines of all lists that there are beside these files, if there is any. */
    static void write(Path home, List<Path> authorities) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        for (Path authority : authorities) {
            lines.addAll(lines(authority.resolveSibling(FILE)));
        }
        if (!lines.isEmpty()) {
            NewFiles.readable(home.resolve(HomeLayout.TLS).resolve(FILE), String.join("\n", lines) + "\n");
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
