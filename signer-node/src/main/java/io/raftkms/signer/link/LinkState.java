package io.raftkms.signer.link;

import java.util.Locale;

/** Where a link stands; the transitions are the table at {@link Link}. Reports show {@link #word()}. */
public enum LinkState {
    /** No connection: a dial is under way or due within the redial delay. */
    DIALING,
    /** The node took us from its accept queue; the Secret Connection is not complete yet. */
    HANDSHAKE,
    /** Connected and silent: in the node's accept queue, or held ready by it. Healthy for as long as it lasts. */
    PARKED,
    /** The node sent a request on this connection: this member answers it. */
    ADMITTED,
    /** No connection, and none is sought before a leader is heard (mode leader: before this member leads). */
    WAITING_FOR_LEADER,
    /** No connection, and none is sought: the key that this link has is not, or not yet, known to be the one to show. */
    WAITING_FOR_KEY,
    /** Ended by {@link ValidatorLinks#close()}. */
    CLOSED;

    /** As reports name it, in text and in JSON: {@code waiting-for-leader}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
