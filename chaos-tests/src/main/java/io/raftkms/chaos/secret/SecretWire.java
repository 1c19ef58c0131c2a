package io.raftkms.chaos.secret;

import io.raftkms.chaos.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/** A wire over which everything is sealed, after a handshake with whoever is at its other end. */
public final class SecretWire implements Wire {
    private static final int KEY = 32;

    private final Wire raw;
    private final Frames sending;
    private final Frames receiving;
    private byte[] opened = new byte[0];

    /**
     * Who a node is, drawn anew at each of its starts.
     *
     * @param publicKey 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Identity(PrivateKey key, byte[] publicKey) {}

    private SecretWire(Wire raw, Frames sending, Frames receiving) {
        this.raw = raw;
        this.sending = sending;
        this.receiving = receiving;
    }

    /**
     * Shakes hands as a node does, which waits for each message as long as for any other.
     *
     * @param limit of each read and write
     */
    public static SecretWire accept(Wire raw, Identity identity, SecureRandom random, Duration limit)
            throws IOException {
        try {
            byte[] ephemeral = new byte[KEY];
            random.nextBytes(ephemeral);
            Handshake handshake = new Handshake(ephemeral);
            raw.send(handshake.hello(), limit);
            // Whatever comes after the greeting belongs to the first frame.
            byte[] read = atLeast(raw, new byte[0], Handshake.HELLO_BYTES, limit);
            handshake.take(Arrays.copyOf(read, Handshake.HELLO_BYTES));
            SecretWire wire = new SecretWire(raw, handshake.sending(), handshake.receiving());
            wire.open(Arrays.copyOfRange(read, Handshake.HELLO_BYTES, read.length));
            wire.send(handshake.auth(identity.key(), identity.publicKey()), limit);
            wire.opened = atLeast(wire, wire.taken(), Handshake.AUTH_BYTES, limit);
            handshake.check(Arrays.copyOf(wire.opened, Handshake.AUTH_BYTES));
            wire.opened = Arrays.copyOfRange(wire.opened, Handshake.AUTH_BYTES, wire.opened.length);
            return wire;
        } catch (GeneralSecurityException | MalformedException failed) {
            throw new IOException("no handshake", failed);
        }
    }

    private static byte[] atLeast(Wire from, byte[] already, int count, Duration limit) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        read.writeBytes(already);
        while (read.size() < count) {
            read.writeBytes(from.receive(limit));
        }
        return read.toByteArray();
    }

    private void open(byte[] bytes) throws IOException {
        byte[] more = receiving.open(bytes, bytes.length);
        byte[] all = Arrays.copyOf(opened, opened.length + more.length);
        System.arraycopy(more, 0, all, opened.length, more.length);
        opened = all;
    }

    private byte[] taken() {
        byte[] all = opened;
        opened = new byte[0];
        return all;
    }

    @Override
    public void send(byte[] bytes, Duration limit) throws IOException {
        raw.send(sending.seal(bytes), limit);
    }

    @Override
    public byte[] receive(Duration limit) throws IOException {
        while (opened.length == 0) {
            open(raw.receive(limit));
        }
        return taken();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
