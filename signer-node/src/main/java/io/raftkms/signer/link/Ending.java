package io.raftkms.signer.link;

/** Why a connection ended. All but {@link #PEER_CLOSED} and {@link #CONNECTION_LOST} are ended by us, with RST. */
public enum Ending {
    /** The node closed it in good order. */
    PEER_CLOSED,
    /** Reset by the node or given up by the operating system. */
    CONNECTION_LOST,
    /** Nothing for the read timeout on an admitted link: the node asks or pings every 3.4 s at the latest. */
    READ_TIMEOUT,
    /** No leader: the node is to try another member, and this one stays away until one is heard. */
    LACK_OF_LEADER,
    /** The request could not be answered: the node asks again, here or at another member. */
    SILENCE,
    /** The node broke the protocol: bad frame, bad message, or a request before the last one's answer. */
    VIOLATION,
    /** The node showed another identity than the pinned one. */
    WRONG_NODE,
    /** Mode leader: this member leads no more. */
    STEPPED_DOWN,
    /** The key of this link is not the enrolled one: the node would take itself for another validator. */
    KEY_WITHHELD,
    /** Orderly stop of the member. */
    STOPPED,
    /** A defect here: logged with its stack trace. */
    DEFECT
}
