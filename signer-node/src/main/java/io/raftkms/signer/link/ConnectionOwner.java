package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.secretconnection.NodeId;
import java.time.Duration;
import java.util.Optional;

/** What one connection tells its link, on the link's event loop. */
interface ConnectionOwner {
    /**
     * The connection stands at {@code HANDSHAKE}, {@code PARKED} or {@code ADMITTED} now.
     *
     * @param peer node id that the node proved, once it did
     */
    void progressed(RequestHandler connection, LinkState state, Optional<NodeId> peer);

    void received(PrivvalRequest request);

    void answered(RequestHandler connection, PrivvalRequest request, Outcome outcome, String detail, Duration took);

    /** The connection is gone; called once for every connection that progressed. */
    void ended(RequestHandler connection, Ending ending, String reason);
}
