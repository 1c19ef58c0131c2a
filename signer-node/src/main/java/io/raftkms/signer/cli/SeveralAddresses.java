package io.raftkms.signer.cli;

import io.raftkms.signer.config.ValidatorAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where several validator nodes listen: every address given, or the first one and the ports after it. */
final class SeveralAddresses {
    private static final int LAST_PORT = 65_535;

    private SeveralAddresses() {}

    /**
     * @param directory for relative unix paths
     * @return one for each node; empty if what is given does not fit their number
     */
    static Optional<List<String>> of(List<String> given, int nodes, Path directory) {
        if (given.size() == nodes) {
            return given.stream().distinct().count() == nodes ? Optional.of(given) : Optional.empty();
        }
        Optional<ValidatorAddress> first = ValidatorAddress.parse(given.get(0), directory);
        if (given.size() != 1 || first.isEmpty() || !(first.get() instanceof ValidatorAddress.Tcp tcp)) {
            return Optional.empty();
        }
        if (tcp.port() + nodes - 1 > LAST_PORT) {
            return Optional.empty();
        }
        List<String> consecutive = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            consecutive.add("tcp://" + tcp.host() + ":" + (tcp.port() + i));
        }
        return Optional.of(consecutive);
    }
}
