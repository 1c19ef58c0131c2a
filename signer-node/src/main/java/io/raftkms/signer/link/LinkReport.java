package io.raftkms.signer.link;

import io.raftkms.protocol.secretconnection.NodeId;
import java.net.UnknownHostException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines of one link's connection: each complaint once until something changes, not once an attempt. */
final class LinkReport {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final LinkSettings settings;
    private String lastComplaint = "";

    LinkReport(LinkSettings settings) {
        this.settings = settings;
    }

    /** In words for operators. */
    static String describe(Throwable failure) {
        Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof UnknownHostException
                ? "unknown host " + cause.getMessage()
                : String.valueOf(cause.getMessage());
    }

    void dialFailed(Throwable failure) {
        complain("cannot connect to " + settings.address() + ": " + describe(failure) + "; dialing on");
    }

    void progressed(LinkState state, Optional<NodeId> peer) {
        switch (state) {
            case ADMITTED -> {
                lastComplaint = "";
                LOG.info("[{}] the validator node takes its signatures from this member", settings.id());
            }
            case PARKED -> LOG.debug("[{}] parked, node id {}", settings.id(), peer);
            default -> {}
        }
    }

    void ended(Ending ending, String reason) {
        switch (ending) {
            case PEER_CLOSED, CONNECTION_LOST, STEPPED_DOWN, STOPPED -> inform(reason);
            case LACK_OF_LEADER, SILENCE, READ_TIMEOUT, VIOLATION, WRONG_NODE, DEFECT -> complain(
                    "link reset: " + reason);
        }
    }

    private void inform(String text) {
        if (changed(text)) {
            LOG.info("[{}] {}", settings.id(), text);
        }
    }

    private void complain(String text) {
        if (changed(text)) {
            LOG.warn("[{}] {}", settings.id(), text);
        }
    }

    private boolean changed(String text) {
        boolean changed = !text.equals(lastComplaint);
        lastComplaint = text;
        return changed;
    }
}
