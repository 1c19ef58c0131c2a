package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.tls.CertificateSubject;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.ratis.thirdparty.io.grpc.Context;
import org.apache.ratis.thirdparty.io.grpc.Contexts;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Lets only members of the group speak, and tells the handler who does: the caller is who its certificate says. Asked
 * for every call, since the group may change under an open connection.
 */
public final class CallerInterceptor implements ServerInterceptor {
    /** The member on whose certificate the current call came in. */
    public static final Context.Key<MemberId> CALLER = Context.key("raftkms-caller");

    private static final String NOT_IN_GROUP = " is not in the group";
    private static final String OF_ENTRY = " of entry ";

    private final Roster roster;

    public CallerInterceptor(Roster roster) {
        this.roster = roster;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<MemberId> caller = callerOf(call);
        boolean hello = call.getMethodDescriptor().getFullMethodName().equals(PeerMethods.HELLO.getFullMethodName());
        if (caller.isEmpty() || !(hello || roster.mayCall(caller.get()))) {
            String who = caller.map(MemberId::toString).orElse("a caller without a member's certificate");
            call.close(Status.PERMISSION_DENIED.withDescription(who + notInGroup(roster.group())), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller.get()), call, headers, next);
    }

    private static String notInGroup(OptionalLong group) {
        return NOT_IN_GROUP + (group.isPresent() ? OF_ENTRY + group.getAsLong() : "");
    }

    /**
     * The entry of the group that does not have this member, as whoever refused a call said; empty if it said none.
     * With an entry newer than this member knows, it was removed.
     */
    static OptionalLong groupWithout(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String text = status.getDescription();
        int at = text == null ? -1 : text.lastIndexOf(NOT_IN_GROUP + OF_ENTRY);
        if (status.getCode() != Status.Code.PERMISSION_DENIED || at < 0) {
            return OptionalLong.empty();
        }
        String entry = text.substring(at + (NOT_IN_GROUP + OF_ENTRY).length());
        return entry.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(entry)) : OptionalLong.empty();
    }

    private static Optional<MemberId> callerOf(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? CertificateSubject.of(certificate).member()
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
