package io.raftkms.signer.simulator;

import io.raftkms.protocol.privval.Dialect;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A simulated validator node.
 *
 * @param name what observations call it
 * @param listen an {@link InetSocketAddress} (Secret Connection) or a {@link java.net.UnixDomainSocketAddress}
 * @param dialect what it reads from replies, and the longest reply it reads
 */
public record NodeSettings(
        String name,
        SocketAddress listen,
        String chainId,
        Dialect dialect,
        AcceptGeneration generation,
        NodeTimings timings) {
    /** A node of a present version, with its real times. */
    public static NodeSettings stock(String name, SocketAddress listen, String chainId) {
        return new NodeSettings(name, listen, chainId, Dialect.V0_38, AcceptGeneration.REARMING, NodeTimings.stock());
    }

    public NodeSettings withDialect(Dialect other) {
        return new NodeSettings(name, listen, chainId, other, generation, timings);
    }

    public NodeSettings withGeneration(AcceptGeneration other) {
        return new NodeSettings(name, listen, chainId, dialect, other, timings);
    }

    public NodeSettings withTimings(NodeTimings other) {
        return new NodeSettings(name, listen, chainId, dialect, generation, other);
    }

    NodeSettings withListen(SocketAddress other) {
        return new NodeSettings(name, other, chainId, dialect, generation, timings);
    }

    /** The v0.39 to v1 lines write through a buffer whose first failed flush goes unnoticed. */
    boolean bufferedWriter() {
        return dialect == Dialect.V0_40 || dialect == Dialect.V1;
    }

    boolean encrypted() {
        return listen instanceof InetSocketAddress;
    }
}
