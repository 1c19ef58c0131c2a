package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code [admin]}: the write side. */
final class AdminTable {
    static final String DEFAULT_SOCKET = "data/admin.sock";

    static final Key<Path> SOCKET = Key.unset(
            "socket",
            Values.path(),
            "`" + DEFAULT_SOCKET + "`",
            "Unix socket that `state`, `cluster` and other commands talk to; made with mode 0600. At most "
                    + SocketPath.MAX_BYTES + " bytes with its directories.");

    static final Table TABLE =
            new Table("[admin]", "The write side: commands of this machine, over a unix socket.", List.of(SOCKET));

    private AdminTable() {}

    static Optional<AdminSettings> read(Section section) {
        Path socket =
                section.read(SOCKET).orElseGet(() -> section.reading().home().resolve(DEFAULT_SOCKET));
        if (!SocketPath.fits(socket)) {
            section.problem(SOCKET, ConfigurationFault.SOCKET_PATH, tooLong(socket));
        }
        return section.ifSound(() -> new AdminSettings(socket));
    }

    /** Without an {@code [admin]} table the home itself can be too deep for the default. */
    static Optional<AdminSettings> byDefault(Reading reading) {
        Path socket = reading.home().resolve(DEFAULT_SOCKET);
        if (!SocketPath.fits(socket)) {
            reading.problem(Spot.START, ConfigurationFault.SOCKET_PATH, "socket in [admin]: " + tooLong(socket));
            return Optional.empty();
        }
        return Optional.of(new AdminSettings(socket));
    }

    private static String tooLong(Path socket) {
        return SocketPath.tooLong(socket)
                + "; choose a shorter one, as in [admin] socket = \"/run/raftkms/admin.sock\"";
    }
}
