package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.tls.CertificateSubject;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
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

    private final Roster roster;
    private final Predicate<X509Certificate> revoked;

    /**
     * @param revoked certificates that are refused whoever they name
     */
    public CallerInterceptor(Roster roster, Predicate<X509Certificate> revoked) {
        this.roster = roster;
        this.revoked = revoked;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<X509Certificate> certificate = certificateOf(call);
        Optional<MemberId> caller =
                certificate.flatMap(one -> CertificateSubject.of(one).member());
        if (certificate.filter(revoked).isPresent()) {
            call.close(
                    Status.PERMISSION_DENIED.withDescription("the certificate of "
                            + caller.map(MemberId::toString).orElse("the caller") + " is revoked"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        if (caller.isEmpty() || !roster.members().contains(caller.get())) {
            String who = caller.map(MemberId::toString).orElse("a caller without a member's certificate");
            call.close(Status.PERMISSION_DENIED.withDescription(who + " is not in the group"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller.get()), call, headers, next);
    }

    private static Optional<X509Certificate> certificateOf(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
