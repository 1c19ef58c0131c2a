package io.raftkms.signer.link;

import io.raftkms.protocol.secretconnection.NodeId;

/** The node proved another identity than the pinned one. */
final class WrongNodeException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongNodeException(NodeId pinned, NodeId shown) {
        super("the validator node shows id " + shown + ", pinned is " + pinned
                + "; stock nodes draw a new id for this listener at every start, so remove the pin from addr unless"
                + " this node is known to keep its own");
    }
}
