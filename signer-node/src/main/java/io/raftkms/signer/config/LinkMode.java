package io.raftkms.signer.config;

import java.util.Locale;

/** Which members dial the validator nodes. */
public enum LinkMode {
    /** Every member dials and parks; whoever the node admits forwards to the leader. */
    ALL,
    /** Only the leader dials: for nodes with the accept loop of v0.34, v0.37.0-10 and v0.38.0-5. */
    LEADER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
