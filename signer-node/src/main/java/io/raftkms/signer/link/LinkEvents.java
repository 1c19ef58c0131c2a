package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import java.time.Duration;
import java.util.List;

/** Told what happens on links, on their event loops: must not block. */
public interface LinkEvents {
    /** A link moved. */
    default void stateChanged(LinkId link, LinkState from, LinkState to) {}

    /** A whole request arrived. */
    default void received(LinkId link, PrivvalRequest request) {}

    /**
     * A request ended.
     *
     * @param detail the refusal's description or the cause of silence, empty otherwise
     * @param took from the whole request to the answer
     */
    default void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {}

    /** A connection ended. */
    default void ended(LinkId link, Ending ending, String reason) {}

    /** Tells all of them, in order. */
    static LinkEvents all(List<LinkEvents> listeners) {
        return new LinkEventFanOut(List.copyOf(listeners));
    }
}
