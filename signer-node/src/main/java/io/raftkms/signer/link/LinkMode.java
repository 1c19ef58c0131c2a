package io.raftkms.signer.link;

/** Which members dial a validator node. */
public enum LinkMode {
    /** Every member dials and parks; the node admits one; whoever is admitted forwards. */
    ALL,
    /** Only the leader dials: for nodes whose accept loop loses 3 s to each dead parked connection. */
    LEADER
}
