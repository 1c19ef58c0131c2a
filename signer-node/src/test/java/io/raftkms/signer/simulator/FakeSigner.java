package io.raftkms.signer.simulator;

import io.raftkms.protocol.secretconnection.EphemeralKey;
import io.raftkms.protocol.secretconnection.IdentityKey;
import io.raftkms.protocol.secretconnection.SecretConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;

/** A signer that dials, shakes hands, and leaves in the way a test wants. */
final class FakeSigner implements AutoCloseable {
    private final Socket socket = new Socket();
    private final SecretConnection secret;

    FakeSigner(SocketAddress node) throws IOException {
        SecureRandom random = new SecureRandom();
        secret = new SecretConnection(IdentityKey.generate(random), EphemeralKey.generate(random));
        socket.connect((InetSocketAddress) node);
        socket.getOutputStream().write(secret.open());
    }

    FakeSigner established() throws Exception {
        byte[] buffer = new byte[4096];
        while (!secret.established()) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException("the node closed the connection");
            }
            socket.getOutputStream()
                    .write(secret.receive(Arrays.copyOf(buffer, count)).toSend());
        }
        return this;
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
