package io.raftkms.consensus.raft.peer;

import java.util.concurrent.TimeUnit;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * What one caller can make the Raft port or the peer port hold. Only members of the group get as far as a call; these
 * bounds are for one that has gone wrong, and for strangers who connect and say nothing.
 *
 * <p>A connection may be idle and old: followers hardly ever talk to each other, and one that had to connect again when a
 * leader is lost would lengthen every election by a TLS handshake. Instead a connection whose other end is gone is found.
 */
public final class PortLimits {
    /** A follower has one call open for each of its links, and Raft a few streams; gRPC itself sets no bound. */
    public static final int CALLS_PER_CONNECTION = 512;

    /** Names, the deadline and gRPC's own headers take some hundred bytes. */
    public static final int HEADER_BYTES = 8 * 1024;

    /** From the accepted connection to the end of TLS and HTTP/2 greetings; gRPC would wait two minutes. */
    public static final long HANDSHAKE_SECONDS = 10;

    /** A connection without a byte for so long is probed; gRPC would do that every two hours. */
    public static final long PROBE_SECONDS = 30;

    /** And closed when the probe is not answered. */
    public static final long PROBE_ANSWER_SECONDS = 10;

    /** Calls begun and cancelled at once cost more here than there. */
    public static final int RESETS_PER_WINDOW = 1_000;

    public static final int RESET_WINDOW_SECONDS = 10;

    private PortLimits() {}

    /** Sets the bounds. */
    public static NettyServerBuilder on(NettyServerBuilder port) {
        return port.maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxInboundMetadataSize(HEADER_BYTES)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTime(PROBE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(PROBE_ANSWER_SECONDS, TimeUnit.SECONDS)
                .maxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS);
    }
}
