package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.PeerCallException;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls to the other members' peer ports, over one kept-up channel each. */
public final class PeerClients implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerClients.class);

    private final Map<MemberId, PeerChannel> channels = new ConcurrentHashMap<>();
    private final MemberId self;
    private final MemberTls tls;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private boolean closed;

    /**
     * Channels to the configured members, until {@link #keepTo} names others.
     *
     * @param executor completes the replies
     * @param timer paces reconnection
     */
    public PeerClients(MemberSettings settings, MemberTls tls, Executor executor, ScheduledExecutorService timer)
            throws MemberFaultException {
        this.self = settings.self();
        this.tls = tls;
        this.executor = executor;
        this.timer = timer;
        try {
            for (MemberSettings.Member member : settings.members()) {
                open(member);
            }
        } catch (SSLException e) {
            close();
            throw new MemberFaultException(Fault.TLS_MATERIAL_INVALID, "This Java cannot use the TLS material.", e);
        }
    }

    /** Opens what is missing, moves what has another address now, and closes the channels to everybody else. */
    public synchronized void keepTo(Collection<MemberSettings.Member> members) {
        Set<MemberId> wanted = new HashSet<>();
        for (MemberSettings.Member member : members) {
            wanted.add(member.id());
            reach(member);
        }
        for (MemberId id : Set.copyOf(channels.keySet())) {
            if (!wanted.contains(id)) {
                channels.remove(id).close();
            }
        }
    }

    /** A channel to one more member, if there is none to that address yet. */
    public synchronized void reach(MemberSettings.Member member) {
        PeerChannel there = channels.get(member.id());
        if (closed || (there != null && leadsTo(there, member))) {
            return;
        }
        try {
            open(member);
        } catch (SSLException e) {
            LOG.error("no channel to {}: {}", member.id(), e.getMessage());
            return;
        }
        if (there != null) {
            there.close();
        }
    }

    private static boolean leadsTo(PeerChannel channel, MemberSettings.Member member) {
        return channel.member().host().equals(member.host()) && channel.member().peerPort() == member.peerPort();
    }

    private void open(MemberSettings.Member member) throws SSLException {
        if (!member.id().equals(self)) {
            channels.put(member.id(), new PeerChannel(member, tls, executor, timer));
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
    public synchronized void close() {
        closed = true;
        channels.values().forEach(PeerChannel::close);
        channels.clear();
    }
}
