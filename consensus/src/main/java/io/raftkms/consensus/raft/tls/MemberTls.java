package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
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
public final class MemberTls {
    private static final String PROTOCOL = "TLSv1.3";

    private final String clusterId;
    private final X509ExtendedKeyManager keys;
    private final X509ExtendedTrustManager trust;
    private final BiConsumer<Fault, String> refused;

    private MemberTls(
            String clusterId,
            X509ExtendedKeyManager keys,
            X509ExtendedTrustManager trust,
            BiConsumer<Fault, String> refused) {
        this.clusterId = clusterId;
        this.keys = keys;
        this.trust = trust;
        this.refused = refused;
    }

    /**
     * Reads the files that the settings name.
     *
     * @param host this member's advertised host, which its certificate must name
     * @param refused told of certificates of others that are not accepted
     * @throws MemberFaultException with one of the {@code TLS_} faults
     */
    public static MemberTls load(MemberSettings settings, String host, Clock clock, BiConsumer<Fault, String> refused)
            throws MemberFaultException {
        MemberSettings.Tls files = settings.tls();
        Instant now = clock.instant();
        List<X509Certificate> authorities = PemFiles.certificates(files.ca());
        for (X509Certificate authority : authorities) {
            new CertificateChecks(files.ca(), authority).validAt(now);
        }
        List<X509Certificate> chain = PemFiles.certificates(files.certificate());
        PrivateKey key = PemFiles.privateKey(files.key());
        CertificateChecks checks = new CertificateChecks(files.certificate(), chain.get(0));
        checks.validAt(now);
        checks.belongsTo(key, files.key());
        checks.issuedBy(authorities, chain, now);
        checks.names(settings.self(), settings.clusterId(), host);
        try {
            return new MemberTls(settings.clusterId(), keyManager(key, chain), trustManager(authorities), refused);
        } catch (GeneralSecurityException | IOException e) {
            throw new MemberFaultException(
                    Fault.TLS_MATERIAL_INVALID, "This Java cannot use " + files.certificate() + ".", e);
        }
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
        return new ClusterTrust(trust, clusterId, accepted, refused);
    }

    private static X509ExtendedKeyManager keyManager(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] noPassword = new char[0];
        store.setKeyEntry("member", key, noPassword, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, noPassword);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private static X509ExtendedTrustManager trustManager(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }
}
