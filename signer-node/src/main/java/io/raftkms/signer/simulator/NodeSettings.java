package io.raftkms.signer.simulator;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A simulated validator node.
 *
 * @param name what observations call it
 * @param listen an {@link InetSocketAddress} (Secret Connection) or a {@link java.net.UnixDomainSocketAddress}
 * @param replyLimit longest reply it reads, in bytes of body
 */
public record NodeSettings(
        String name,
        SocketAddress listen,
        String chainId,
        Dialect dialect,
        AcceptGeneration generation,
        NodeTimings timings,
        int replyLimit) {
    /** Limit of every line but v0.40. */
    public static final int REPLY_LIMIT = 10_240;

    /** Limit of v0.40. */
    public static final int REPLY_LIMIT_V040 = 1_056_218;

    /** A node of a present version, with its real times. */
    public static NodeSettings stock(String name, SocketAddress listen, String chainId) {
        return new NodeSettings(
                name, listen, chainId, Dialect.V038, AcceptGeneration.REARMING, NodeTimings.stock(), REPLY_LIMIT);
    }

    public NodeSettings withDialect(Dialect other) {
        return new NodeSettings(name, listen, chainId, other, generation, timings, replyLimit);
    }

    public NodeSettings withGeneration(AcceptGeneration other) {
        return new NodeSettings(name, listen, chainId, dialect, other, timings, replyLimit);
    }

    public NodeSettings withTimings(NodeTimings other) {
        return new NodeSettings(name, listen, chainId, dialect, generation, other, replyLimit);
    }

    NodeSettings withListen(SocketAddress other) {
        return new NodeSettings(name, other, chainId, dialect, generation, timings, replyLimit);
    }

    boolean encrypted() {
        return listen instanceof InetSocketAddress;
    }
}
