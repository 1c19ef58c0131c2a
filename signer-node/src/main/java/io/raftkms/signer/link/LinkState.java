package io.raftkms.signer.link;

/** Where a link stands; the transitions are the table at {@link Link}. */
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
    /** Ended by {@link ValidatorLinks#close()}. */
    CLOSED
}
