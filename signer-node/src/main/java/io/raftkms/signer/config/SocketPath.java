package io.raftkms.signer.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bound that the operating system sets to the path of a unix socket. */
final class SocketPath {
    /** {@code sun_path} has 108 bytes on Linux, 104 on macOS, one of them for the end. */
    static final int MAX_BYTES = 103;

    private SocketPath() {}

    static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    static String tooLong(Path path) {
        return path + " has " + path.toString().getBytes(StandardCharsets.UTF_8).length
                + " bytes; the path of a unix socket has at most " + MAX_BYTES;
    }
}
