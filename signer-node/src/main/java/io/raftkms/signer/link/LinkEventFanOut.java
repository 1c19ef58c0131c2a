package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import java.time.Duration;
import java.util.List;

/** Passes each event on to several listeners. */
record LinkEventFanOut(List<LinkEvents> listeners) implements LinkEvents {
    @Override
    public void stateChanged(LinkId link, LinkState from, LinkState to) {
        listeners.forEach(listener -> listener.stateChanged(link, from, to));
    }

    @Override
    public void received(LinkId link, PrivvalRequest request) {
        listeners.forEach(listener -> listener.received(link, request));
    }

    @Override
    public void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
        listeners.forEach(listener -> listener.answered(link, request, outcome, detail, took));
    }

    @Override
    public void ended(LinkId link, Ending ending, String reason) {
        listeners.forEach(listener -> listener.ended(link, ending, reason));
    }
}
