package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.signer.config.LinkMode;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines of one link's connection: each complaint once until something changes, not once an attempt. */
final class LinkReport {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** Longer than any takeover without a dead parked connection in the node's way. */
    private static final Duration SLOW_TAKEOVER = Duration.ofSeconds(3);

    /** Beyond this the node catches up, or its clock is off: says nothing about the takeover. */
    private static final Duration NO_TAKEOVER = Duration.ofSeconds(60);

    private final LinkSettings settings;
    private String lastComplaint = "";
    private boolean justAdmitted;

    LinkReport(LinkSettings settings) {
        this.settings = settings;
    }

    /** In words for operators. */
    static String describe(Throwable failure) {
        Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UnknownHostException) {
            return "unknown host " + cause.getMessage();
        }
        String text = String.valueOf(cause.getMessage());
        return text.contains("Connection refused") ? "connection refused" : text;
    }

    void dialFailed(Throwable failure) {
        complain("cannot connect to " + settings.address() + ": " + describe(failure) + "; dialing on");
    }

    void progressed(LinkState state, Optional<NodeId> peer) {
        switch (state) {
            case ADMITTED -> {
                lastComplaint = "";
                justAdmitted = true;
                LOG.info("[{}] the validator node takes its signatures from this member", settings.id());
            }
            case PARKED -> LOG.debug("[{}] parked, node id {}", settings.id(), peer);
            default -> {}
        }
    }

    /** A node repeats a vote with its first timestamp, so the first one on a link tells how long it went without. */
    void received(PrivvalRequest request, Instant now) {
        if (justAdmitted && settings.mode() == LinkMode.ALL && request instanceof PrivvalRequest.SignVote vote) {
            Duration waited = Duration.between(vote.vote().timestamp(), now);
            if (waited.compareTo(SLOW_TAKEOVER) > 0 && waited.compareTo(NO_TAKEOVER) < 0) {
                LOG.warn(
                        "[{}] the validator node went {} ms without a signer; nodes v0.34, v0.37.0-10 and v0.38.0-5 lose"
                                + " 3 s to each dead parked connection: mode = \"leader\" spares them that",
                        settings.id(),
                        waited.toMillis());
            }
        }
        justAdmitted = false;
    }

    void ended(Ending ending, String reason) {
        switch (ending) {
            case PEER_CLOSED, CONNECTION_LOST, STEPPED_DOWN, STOPPED -> inform(reason);
            case LACK_OF_LEADER, KEY_WITHHELD, SILENCE, READ_TIMEOUT, VIOLATION, WRONG_NODE, DEFECT ->
                complain("link reset: " + reason);
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
