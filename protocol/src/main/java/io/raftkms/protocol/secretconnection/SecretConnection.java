package io.raftkms.protocol.secretconnection;

import io.raftkms.protocol.secretconnection.SecretConnectionException.Reason;
import java.util.Arrays;

/**
 * One end of a Secret Connection, as CometBFT speaks it on {@code tcp://} addresses. Both ends run the same steps:
 *
 * <table>
 * <caption>Steps of one end</caption>
 * <tr><th>phase</th><th>left by</th><th>then</th></tr>
 * <tr><td>NEW</td><td>{@link #open()}</td><td>our ephemeral key goes out, in the clear</td></tr>
 * <tr><td>AWAITING_EPHEMERAL_KEY</td><td>the peer's ephemeral key</td><td>keys are derived; our identity and signature
 * go out as the first frame</td></tr>
 * <tr><td>AWAITING_AUTH</td><td>the peer's identity and signature</td><td>{@link #peerId()} is known</td></tr>
 * <tr><td>ESTABLISHED</td><td></td><td>{@link #seal} and plaintext</td></tr>
 * <tr><td>CLOSED</td><td></td><td>every call fails; any failure leads here, from everywhere</td></tr>
 * </table>
 *
 * <p>Does no input or output: the caller carries the bytes, in any chunks, and sets the deadlines. No more than one
 * handshake message and one frame is kept. The peer has proved to hold the key of {@link #peerId()}, no more: whether
 * that is the wanted peer is the caller's to compare. A stock node takes a new identity at every start.
 *
 * <p>Confined to one thread. Ephemeral key, X25519 secret and key material are wiped as soon as they have served.
 */
public final class SecretConnection {
    /** Most bytes of a handshake message; real ones have 34 and 102. CometBFT itself would read 1 MiB. */
    static final int HANDSHAKE_MESSAGE_LIMIT = 1024;

    private static final byte[] NOTHING = {};

    private enum Phase {
        NEW,
        AWAITING_EPHEMERAL_KEY,
        AWAITING_AUTH,
        ESTABLISHED,
        CLOSED
    }

    private final IdentityKey identity;
    private final EphemeralKey ephemeral;
    private final DelimitedMessage ephemeralMessage = new DelimitedMessage(HANDSHAKE_MESSAGE_LIMIT);
    private final DelimitedMessage authMessage = new DelimitedMessage(HANDSHAKE_MESSAGE_LIMIT);
    private Phase phase = Phase.NEW;
    private byte[] challenge;
    private FrameSealer sealer;
    private FrameOpener opener;
    private NodeId peerId;

    /**
     * @param identity who this end says it is; not destroyed by this connection
     * @param ephemeral a fresh key, from now on owned by this connection
     */
    public SecretConnection(IdentityKey identity, EphemeralKey ephemeral) {
        this.identity = identity;
        this.ephemeral = ephemeral;
    }

    /**
     * The message to send first, once: this end's ephemeral public key, length-delimited, 35 bytes.
     *
     * @throws IllegalStateException if it was called before, or the connection is closed
     */
    public byte[] open() {
        require(Phase.NEW);
        phase = Phase.AWAITING_EPHEMERAL_KEY;
        return DelimitedMessage.encode(EphemeralMessage.encode(ephemeral.publicKey()));
    }

    /**
     * Takes bytes as they come from the socket.
     *
     * @throws SecretConnectionException if the connection must end, and with {@link Reason#CLOSED} ever after
     * @throws IllegalStateException before {@link #open()}
     */
    public Inbound receive(byte[] bytes) throws SecretConnectionException {
        if (phase == Phase.CLOSED) {
            throw new SecretConnectionException(Reason.CLOSED, "connection is closed");
        }
        if (phase == Phase.NEW) {
            throw new IllegalStateException("open() comes first");
        }
        boolean accepted = false;
        try {
            Inbound inbound = advance(bytes);
            accepted = true;
            return inbound;
        } finally {
            if (!accepted) {
                destroy();
            }
        }
    }

    /** Whether the peer has proved who it is and the connection has not failed since. */
    public boolean established() {
        return phase == Phase.ESTABLISHED;
    }

    /**
     * Who the peer has proved to be.
     *
     * @throws IllegalStateException unless {@link #established()}
     */
    public NodeId peerId() {
        require(Phase.ESTABLISHED);
        return peerId;
    }

    /**
     * Frames of 1044 bytes that carry the plaintext, to be sent in the order of the calls; none for no bytes.
     *
     * @throws IllegalStateException unless {@link #established()}, or when all frame numbers are used
     */
    public byte[] seal(byte[] plaintext) {
        require(Phase.ESTABLISHED);
        boolean sealed = false;
        try {
            byte[] frames = sealer.seal(plaintext);
            sealed = true;
            return frames;
        } catch (SecretConnectionException e) {
            throw new IllegalStateException("connection can seal no more", e);
        } finally {
            if (!sealed) {
                destroy();
            }
        }
    }

    /** Ends the connection: lets go of every key. For the caller when the socket closes; harmless when repeated. */
    public void destroy() {
        phase = Phase.CLOSED;
        ephemeral.destroy();
        if (sealer != null) {
            sealer.destroy();
            opener.destroy();
        }
        challenge = null;
    }

    /** Names the phase only. */
    @Override
    public String toString() {
        return "SecretConnection[" + phase + "]";
    }

    private Inbound advance(byte[] bytes) throws SecretConnectionException {
        int taken = 0;
        byte[] toSend = NOTHING;
        if (phase == Phase.AWAITING_EPHEMERAL_KEY) {
            taken = ephemeralMessage.accept(bytes, 0);
            if (!ephemeralMessage.isComplete()) {
                return new Inbound(NOTHING, NOTHING);
            }
            toSend = agree(EphemeralMessage.decode(ephemeralMessage.body()));
        }
        byte[] plaintext = opener.open(bytes, taken);
        if (phase == Phase.AWAITING_AUTH) {
            plaintext = authenticate(plaintext);
        }
        return new Inbound(toSend, plaintext);
    }

    /** Derives the keys; gives the frame that carries our auth message. */
    private byte[] agree(byte[] peerEphemeralKey) throws SecretConnectionException {
        byte[] ownEphemeralKey = ephemeral.publicKey();
        if (Arrays.equals(ownEphemeralKey, peerEphemeralKey)) {
            throw new SecretConnectionException(
                    Reason.REFLECTED_EPHEMERAL_KEY, "the peer sent our own ephemeral key back");
        }
        SessionKeys keys = sessionKeys(ownEphemeralKey, peerEphemeralKey);
        challenge = keys.challenge();
        sealer = new FrameSealer(keys.sendKey());
        opener = new FrameOpener(keys.receiveKey());
        keys.wipe();
        phase = Phase.AWAITING_AUTH;
        return sealer.seal(DelimitedMessage.encode(AuthMessage.encode(identity, challenge)));
    }

    private SessionKeys sessionKeys(byte[] ownEphemeralKey, byte[] peerEphemeralKey) throws SecretConnectionException {
        byte[] secret = ephemeral.agree(peerEphemeralKey);
        try {
            return KeyDerivation.derive(secret, ownEphemeralKey, peerEphemeralKey);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Checks the peer's auth message once it is complete; gives the stream bytes behind it. */
    private byte[] authenticate(byte[] plaintext) throws SecretConnectionException {
        int taken = authMessage.accept(plaintext, 0);
        if (!authMessage.isComplete()) {
            return NOTHING;
        }
        byte[] peerKey = AuthMessage.decode(authMessage.body()).verify(challenge);
        if (Arrays.equals(peerKey, identity.publicKey())) {
            throw new SecretConnectionException(
                    Reason.REFLECTED_IDENTITY_KEY, "the peer presents the identity of this end");
        }
        peerId = NodeId.of(peerKey);
        challenge = null;
        phase = Phase.ESTABLISHED;
        return Arrays.copyOfRange(plaintext, taken, plaintext.length);
    }

    private void require(Phase needed) {
        if (phase != needed) {
            throw new IllegalStateException("connection is " + phase + ", not " + needed);
        }
    }
}
