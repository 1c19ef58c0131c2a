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
 * @param extensions whether its chain has vote extensions enabled; without effect in dialects that have none
 */
public record NodeSettings(
        String name,
        SocketAddress listen,
        String chainId,
        Dialect dialect,
        AcceptGeneration generation,
        NodeTimings timings,
        boolean extensions) {
    /** A node of a present version, with its real times. */
    public static NodeSettings stock(String name, SocketAddress listen, String chainId) {
        return new NodeSettings(
                name, listen, chainId, Dialect.V0_38, AcceptGeneration.REARMING, NodeTimings.stock(), true);
    }

    public NodeSettings withDialect(Dialect other) {
        return new NodeSettings(name, listen, chainId, other, generation, timings, extensions);
    }

    public NodeSettings withGeneration(AcceptGeneration other) {
        return new NodeSettings(name, listen, chainId, dialect, other, timings, extensions);
    }

    public NodeSettings withTimings(NodeTimings other) {
        return new NodeSettings(name, listen, chainId, dialect, generation, other, extensions);
    }

    NodeSettings withListen(SocketAddress other) {
        return new NodeSettings(name, other, chainId, dialect, generation, timings, extensions);
    }

    /** The same node on a chain with vote extensions, or without. */
    public NodeSettings withExtensions(boolean enabled) {
        return new NodeSettings(name, listen, chainId, dialect, generation, timings, enabled);
    }

    /** Whether it wants an extension signature with every precommit for a block. */
    boolean wantsExtensions() {
        return extensions && dialect.readsExtensionSignatures();
    }

    /** Only v1 nodes have a field to say so. */
    boolean skipsExtensions() {
        return !extensions && dialect == Dialect.V1;
    }

    /** The v0.39 to v1 lines write through a buffer whose first failed flush goes unnoticed. */
    boolean bufferedWriter() {
        return dialect == Dialect.V0_40 || dialect == Dialect.V1;
    }

    boolean encrypted() {
        return listen instanceof InetSocketAddress;
    }
}
