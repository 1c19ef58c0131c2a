package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.CertificateFacts;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContext;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;

/**
 * A member's checked TLS material, as the contexts that its ports and channels need: always mutual, always TLS 1.3, and
 * with the JDK's engine (the native one is no faster here, and would unpack a library into the temporary directory).
 * Key and trust are passed on as managers, so that they can be replaced under running ports.
 */
public final class MemberTls implements MemberCertificates {
    private static final String PROTOCOL = "TLSv1.3";

    private final MemberSettings settings;
    private final String host;
    private final Clock clock;
    private final BiConsumer<Fault, String> refused;
    private final ExchangeableKey keys;
    private volatile TlsMaterial material;

    private MemberTls(
            MemberSettings settings,
            String host,
            Clock clock,
            BiConsumer<Fault, String> refused,
            TlsMaterial material) {
        this.settings = settings;
        this.host = host;
        this.clock = clock;
        this.refused = refused;
        this.material = material;
        this.keys = new ExchangeableKey(material);
    }

    /**
     * Reads the files that the settings name.
     *
     * @param host this member's advertised host, which its certificate must name
     * @param clock decides about dates of certificates, at every handshake
     * @param refused told of certificates of others that are not accepted
     * @throws MemberFaultException with one of the {@code TLS_} faults
     */
    public static MemberTls load(MemberSettings settings, String host, Clock clock, BiConsumer<Fault, String> refused)
            throws MemberFaultException {
        return new MemberTls(
                settings, host, clock, refused, TlsMaterial.read(settings, settings.tls(), host, clock.instant()));
    }

    /**
     * Checks other files as those of the member are checked at a start.
     *
     * @throws MemberFaultException with one of the {@code TLS_} faults
     */
    public static void requireUsable(MemberSettings settings, MemberSettings.Tls files, String host, Clock clock)
            throws MemberFaultException {
        TlsMaterial.read(settings, files, host, clock.instant());
    }

    @Override
    public CertificateFacts own() {
        return CertificateFacts.of(material.chain().get(0));
    }

    @Override
    public List<CertificateFacts> authorities() {
        return material.authorities().stream().map(CertificateFacts::of).toList();
    }

    @Override
    public List<String> revoked() {
        return material.revoked().texts();
    }

    @Override
    public Optional<Runnable> prepareReload() throws MemberFaultException {
        TlsMaterial next = TlsMaterial.read(settings, settings.tls(), host, clock.instant());
        return next.sameAs(material) ? Optional.empty() : Optional.of(() -> use(next));
    }

    private synchronized void use(TlsMaterial next) {
        material = next;
        keys.exchange(next);
    }

    /** Whether a certificate is on the list: asked for every call, so that standing connections end with it too. */
    public boolean isRevoked(X509Certificate certificate) {
        return material.revoked().contains(certificate.getSerialNumber());
    }

    @Override
    public CertificateFacts handshakeWith(MemberSettings.Member member, Duration limit) throws IOException {
        return new FreshHandshake(keys, trusting(member.id()::equals)).with(member.host(), member.peerPort(), limit);
    }

    /** For Ratis, whose channels are all made from one configuration: any member of the cluster is accepted. */
    public GrpcTlsConfig forRatis() {
        return GrpcTlsConfig.newBuilder()
                .setKeyManager(keys)
                .setTrustManager(trusting(member -> true))
                .setMutualTls(true)
                .setSslProvider(SslProvider.JDK)
                .setProtocols(PROTOCOL)
                .build();
    }

    /** For a port of our own: any member of the cluster is accepted. */
    public SslContext forPort() throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(keys)
                .trustManager(trusting(member -> true))
                .clientAuth(ClientAuth.REQUIRE);
        return GrpcSslContexts.configure(builder, SslProvider.JDK)
                .protocols(PROTOCOL)
                .build();
    }

    /** For a channel to exactly this member: nobody else may answer. */
    public SslContext forChannelTo(MemberId member) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().keyManager(keys).trustManager(trusting(member::equals));
        return GrpcSslContexts.configure(builder, SslProvider.JDK)
                .protocols(PROTOCOL)
                .build();
    }

    private ClusterTrust trusting(Predicate<MemberId> accepted) {
        return new ClusterTrust(() -> material, settings.clusterId(), clock, accepted, refused);
    }
}
