package io.raftkms.signer.simulator;

import io.raftkms.protocol.secretconnection.EphemeralKey;
import io.raftkms.protocol.secretconnection.IdentityKey;
import io.raftkms.protocol.secretconnection.Inbound;
import io.raftkms.protocol.secretconnection.SecretConnection;
import io.raftkms.protocol.secretconnection.SecretConnectionException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A signer's connection, past the handshake: a stream of length-prefixed messages both ways. */
final class NodeConnection implements Closeable {
    private static final byte[] NOTHING = {};
    private static final int CONTINUED = 0x80;
    private static final int MAX_PREFIX_BYTES = 10;

    private final long number;
    private final Wire wire;
    private final Duration limit;
    private final Optional<SecretConnection> secret;
    private byte[] unread = NOTHING;

    private NodeConnection(long number, Wire wire, Duration limit, Optional<SecretConnection> secret) {
        this.number = number;
        this.wire = wire;
        this.limit = limit;
        this.secret = secret;
    }

    static NodeConnection plain(long number, Wire wire, Duration limit) {
        return new NodeConnection(number, wire, limit, Optional.empty());
    }

    /** Shakes hands as the node's end. */
    static NodeConnection secret(long number, Wire wire, Duration limit, IdentityKey identity, SecureRandom random)
            throws IOException {
        SecretConnection secret = new SecretConnection(identity, EphemeralKey.generate(random));
        NodeConnection connection = new NodeConnection(number, wire, limit, Optional.of(secret));
        wire.write(secret.open(), limit);
        while (!secret.established()) {
            connection.readMore();
        }
        return connection;
    }

    /** As {@code 3@<node id of the signer>}, or {@code 3} on a unix socket. */
    String label() {
        return secret.filter(SecretConnection::established)
                .map(connection -> number + "@" + connection.peerId())
                .orElse(Long.toString(number));
    }

    void send(byte[] message) throws IOException {
        wire.write(secret.isPresent() ? secret.get().seal(message) : message, limit);
    }

    /**
     * The next message's body.
     *
     * @throws BadReplyException if it is longer than the limit; what follows in the stream is then out of step
     */
    byte[] receive(int maxBytes) throws IOException {
        long length = 0;
        for (int i = 0; ; i++) {
            int next = nextByte();
            length |= (long) (next & ~CONTINUED) << (7 * i);
            if (next < CONTINUED) {
                break;
            }
            if (i + 1 == MAX_PREFIX_BYTES) {
                throw new BadReplyException("length prefix of more than 10 bytes");
            }
        }
        if (length < 0 || length > maxBytes) {
            throw new BadReplyException("message exceeds max size (" + length + " > " + maxBytes + ")");
        }
        while (unread.length < length) {
            readMore();
        }
        byte[] body = Arrays.copyOf(unread, (int) length);
        unread = Arrays.copyOfRange(unread, (int) length, unread.length);
        return body;
    }

    private int nextByte() throws IOException {
        while (unread.length == 0) {
            readMore();
        }
        int next = unread[0] & 0xff;
        unread = Arrays.copyOfRange(unread, 1, unread.length);
        return next;
    }

    private void readMore() throws IOException {
        byte[] received = wire.read(limit);
        byte[] plaintext = received;
        if (secret.isPresent()) {
            Inbound inbound = open(secret.get(), received);
            if (inbound.toSend().length > 0) {
                wire.write(inbound.toSend(), limit);
            }
            plaintext = inbound.plaintext();
        }
        byte[] joined = Arrays.copyOf(unread, unread.length + plaintext.length);
        System.arraycopy(plaintext, 0, joined, unread.length, plaintext.length);
        unread = joined;
    }

    private static Inbound open(SecretConnection secret, byte[] received) throws IOException {
        try {
            return secret.receive(received);
        } catch (SecretConnectionException broken) {
            throw new BadReplyException("secret connection: " + broken.getMessage(), broken);
        }
    }

    /** Whether the signer ends the connection within the time; messages on the way to that are read over. */
    boolean endsWithin(Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                wire.read(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (SocketTimeoutException still) {
                return false;
            } catch (IOException ended) {
                return true;
            }
        }
    }

    void reset() throws IOException {
        wire.reset();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
