package io.raftkms.signer.link;

import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A link at one instant.
 *
 * @param since when it entered its state
 * @param peer node id that the connected node showed; empty on unix sockets and before the handshake
 * @param requests requests received since the member started
 * @param lastAsked position of the last vote or proposal request, if any
 * @param lastError why the last connection or dial ended, until the node is connected again
 */
public record LinkStatus(
        LinkId id,
        ValidatorAddress address,
        LinkMode mode,
        LinkState state,
        Instant since,
        Optional<NodeId> peer,
        long requests,
        Optional<HeightRoundStep> lastAsked,
        Optional<String> lastError) {

    static LinkStatus initial(LinkSettings settings, Instant now) {
        return new LinkStatus(
                settings.id(),
                settings.address(),
                settings.mode(),
                LinkState.DIALING,
                now,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    LinkStatus in(LinkState newState, Instant now, Optional<NodeId> newPeer) {
        boolean connected = newState == LinkState.PARKED || newState == LinkState.ADMITTED;
        Optional<String> error = connected ? Optional.empty() : lastError;
        return new LinkStatus(id, address, mode, newState, now, newPeer, requests, lastAsked, error);
    }

    LinkStatus asked(Optional<HeightRoundStep> at) {
        return new LinkStatus(
                id, address, mode, state, since, peer, requests + 1, at.isPresent() ? at : lastAsked, Optional.empty());
    }

    LinkStatus failed(String error) {
        return new LinkStatus(id, address, mode, state, since, peer, requests, lastAsked, Optional.of(error));
    }
}
