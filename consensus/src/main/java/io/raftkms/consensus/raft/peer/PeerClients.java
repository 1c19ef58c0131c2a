package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.PeerCallException;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;

/** Calls to the other members' peer ports, over one kept-up channel each. */
public final class PeerClients implements AutoCloseable {
    private final Map<MemberId, PeerChannel> channels = new LinkedHashMap<>();

    /**
     * @param executor completes the replies
     * @param timer paces reconnection
     */
    public PeerClients(MemberSettings settings, MemberTls tls, Executor executor, ScheduledExecutorService timer)
            throws MemberFaultException {
        try {
            for (MemberSettings.Member member : settings.members()) {
                if (!member.id().equals(settings.self())) {
                    channels.put(member.id(), new PeerChannel(member, tls, executor, timer));
                }
            }
        } catch (SSLException e) {
            close();
            throw new MemberFaultException(Fault.TLS_MATERIAL_INVALID, "This Java cannot use the TLS material.", e);
        }
    }

    /** {@code ClusterMember.callSign}. */
    public CompletableFuture<byte[]> sign(MemberId to, byte[] request, Duration deadline) {
        return call(to, PeerMethods.SIGN, request, deadline);
    }

    /** {@code ClusterMember.callStatus}. */
    public CompletableFuture<byte[]> status(MemberId to, byte[] request, Duration deadline) {
        return call(to, PeerMethods.STATUS, request, deadline);
    }

    /** Who is there, and may this member run: see {@code consensus.raft.hello}. */
    public CompletableFuture<byte[]> hello(MemberId to, byte[] request, Duration deadline) {
        return call(to, PeerMethods.HELLO, request, deadline);
    }

    private CompletableFuture<byte[]> call(
            MemberId to, MethodDescriptor<byte[], byte[]> method, byte[] request, Duration deadline) {
        PeerChannel channel = channels.get(to);
        if (channel == null) {
            return CompletableFuture.failedFuture(
                    new PeerCallException(to + " is not another member of this cluster", null));
        }
        if (request.length > PeerMethods.MAX_MESSAGE_BYTES) {
            return CompletableFuture.failedFuture(new PeerCallException(
                    "a message of " + request.length + " bytes is longer than " + PeerMethods.MAX_MESSAGE_BYTES, null));
        }
        return channel.call(method, request, deadline);
    }

    @Override
    public void close() {
        channels.values().forEach(PeerChannel::close);
    }
}
