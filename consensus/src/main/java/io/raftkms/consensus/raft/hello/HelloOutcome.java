package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.Fault;

/** What becomes of the hello; each at most once, from any thread. */
public interface HelloOutcome {
    /** Raft may start: a majority with this member lets it run, and nobody refused. */
    void accepted();

    /** This member must end, whether Raft runs or not. */
    void refused(Fault fault, String text);
}
