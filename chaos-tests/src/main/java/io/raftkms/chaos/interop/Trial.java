package io.raftkms.chaos.interop;

import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * One row of the table: a node and how it gets its signatures.
 *
 * @param extensions whether vote extensions are on from the first block
 * @param signers what members run on
 */
record Trial(NodeRelease release, Link link, boolean extensions, Program signers) {
    /** Where signatures come from. */
    enum Link {
        /** The node's own key file: shows that the node itself works. */
        KEY_FILE,
        /** The node's own key file, then three members from its state file, then the key file again from their export. */
        HANDOVER,
        /** Three members over Secret Connection. */
        TCP,
        /** Three members over unix sockets, through a recording relay. */
        RELAY
    }

    String name() {
        try {
            return release.version()
                    + "-" + link.name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + (extensions ? "-ext" : "")
                    + "-jdk" + signers.javaVersion();
        } catch (IOException noJdk) {
            throw new UncheckedIOException(noJdk);
        }
    }
}
