package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.CertificateFacts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * A handshake with a member's port on a connection that is closed after it, and never a resumed one. Says today whether
 * the two would find together again after their connection broke.
 */
final class FreshHandshake {
    private static final String PROTOCOL = "TLSv1.3";

    private final SSLContext context;

    FreshHandshake(KeyManager keys, TrustManager trust) throws IOException {
        try {
            context = SSLContext.getInstance(PROTOCOL);
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no " + PROTOCOL, e);
        }
    }

    CertificateFacts with(String host, int port, Duration limit) throws IOException {
        int millis = Math.toIntExact(limit.toMillis());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {PROTOCOL});
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            // In TLS 1.3 this side is done before the other has looked at its certificate; a refusal comes as the
            // answer to the first read, and HTTP/2's first frame if there is none.
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the connection was closed after the handshake");
            }
            return CertificateFacts.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        }
    }
}
