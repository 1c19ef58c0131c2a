package io.raftkms.chaos.validators;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.observer.Conversation;
import io.raftkms.chaos.observer.Observer;
import io.raftkms.chaos.secret.PlainWire;
import io.raftkms.chaos.secret.SecretWire;
import io.raftkms.chaos.secret.Wire;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.PrivvalWriting;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A validator node as its signers see it: one connection at a time, requests in lock-step, and CometBFT's retries. A
 * connection is dropped when a reply does not come or the link breaks, and kept after a clean end until the next write
 * fails. For one thread, apart from {@link #close}.
 */
public final class ValidatorNode implements AutoCloseable {
    private static final int KEY_BYTES = 32;

    private final String name;
    private final String chainId;
    private final NodeTimings timings;
    private final Observer observer;
    private final AtomicReference<String> publicKey = new AtomicReference<>("");
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final boolean encrypted;
    private final SecretWire.Identity identity;
    private final SecureRandom random = new SecureRandom();
    private final AcceptLoop door;
    private volatile SignerChannel connection;

    /**
     * Listens at once.
     *
     * @param name what observations call it
     * @param listen over TCP the connection is encrypted, and over a unix socket in the clear
     */
    public ValidatorNode(
            String name,
            SocketAddress listen,
            String chainId,
            AcceptGeneration generation,
            NodeTimings timings,
            Observer observer)
            throws IOException {
        this.name = name;
        this.chainId = chainId;
        this.timings = timings;
        this.observer = observer;
        encrypted = listen instanceof InetSocketAddress;
        identity = identity();
        door = new AcceptLoop(listen, timings.accept(), generation, this::greet);
    }

    private static SecretWire.Identity identity() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new SecretWire.Identity(
                    pair.getPrivate(), Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private SignerChannel greet(SocketChannel accepted) throws IOException {
        Wire wire = new PlainWire(accepted);
        try {
            if (encrypted) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                wire = SecretWire.accept(wire, identity, random, timings.io());
            }
        } catch (IOException notASigner) {
            wire.close();
            throw notASigner;
        }
        String label = String.valueOf(connections.incrementAndGet());
        return new SignerChannel(wire, new Conversation(name, label, publicKey, observer));
    }

    public String name() {
        return name;
    }

    /** Signers that it talked to so far, each time counted. */
    public int connections() {
        return connections.get();
    }

    /**
     * Asks for the key, as a node does when it starts; until that is answered nothing else can be asked.
     *
     * @return lower-case hex
     * @throws IOException if nobody answers within all attempts
     */
    public String awaitPublicKey() throws IOException, InterruptedException {
        for (int attempt = 0; publicKey.get().isEmpty(); attempt++) {
            try {
                exchange(PrivvalWriting.publicKeyRequest(chainId));
            } catch (MalformedException wrong) {
                throw new IOException(fault(wrong), wrong);
            } catch (IOException noAnswer) {
                if (attempt >= timings.attempts()) {
                    throw new IOException(name + " got no public key", noAnswer);
                }
                pause();
            }
        }
        return publicKey.get();
    }

    /** Asks until there is an answer or the node gives up, which is written down too. */
    public Answer ask(PrivvalMessage.Asked asked) throws IOException, InterruptedException {
        byte[] request = PrivvalWriting.signRequest(asked);
        long begin = observer.nowNanos();
        String last = "";
        for (int attempt = 0; attempt < timings.attempts(); attempt++) {
            try {
                PrivvalMessage reply = exchange(request);
                if (reply instanceof PrivvalMessage.Signed) {
                    return new Answer.Signed(Duration.ofNanos(observer.nowNanos() - begin));
                }
                if (reply instanceof PrivvalMessage.Refused refused) {
                    return new Answer.Refused(refused.description());
                }
                last = "a reply of another kind: " + reply;
            } catch (MalformedException wrong) {
                last = fault(wrong);
            } catch (IOException failed) {
                last = String.valueOf(failed.getMessage());
            }
            pause();
        }
        observer.observe(lost(asked, begin));
        return new Answer.Lost(last);
    }

    /**
     * Sends bytes that are no request, and tells what comes of it.
     *
     * @return true if the signer ended the connection, or said nothing until the node's own deadline
     */
    public boolean endsOn(byte[] bytes) throws IOException, InterruptedException {
        SignerChannel asked = connected();
        try {
            asked.sendUnseen(bytes, timings.io());
            asked.receive(timings.io());
            return false;
        } catch (MalformedException wrong) {
            fault(wrong);
            return false;
        } catch (IOException ended) {
            return true;
        } finally {
            drop();
        }
    }

    /** What a signer must never say, whatever is done to it: unreadable replies, and signatures that nobody asked for. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    private String fault(MalformedException wrong) {
        String what = String.valueOf(wrong.getMessage());
        faults.add(what);
        return what;
    }

    private PrivvalMessage exchange(byte[] request) throws IOException, MalformedException, InterruptedException {
        SignerChannel asked = connected();
        try {
            asked.send(request, timings.io());
            return PrivvalMessage.decode(asked.receive(timings.io()));
        } catch (EOFException kept) {
            throw kept;
        } catch (IOException dropped) {
            drop();
            throw dropped;
        }
    }

    private SignerChannel connected() throws IOException, InterruptedException {
        if (connection == null) {
            connection = door.take(timings.accept())
                    .orElseThrow(() -> new SocketTimeoutException("no signer within " + timings.accept()));
        }
        return connection;
    }

    private void drop() throws IOException {
        SignerChannel dropped = connection;
        connection = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(timings.retryPause().toNanos());
    }

    private Observation lost(PrivvalMessage.Asked asked, long begin) {
        Canonical message = asked.message();
        return new Observation(
                Observation.Event.LOST,
                name,
                "",
                asked.kind(),
                message.chainId(),
                message.position(),
                HexFormat.of().formatHex(message.signBytes()),
                "",
                publicKey.get(),
                begin,
                observer.nowNanos(),
                "node");
    }

    /** Ends every socket at once, as the end of its process does. */
    @Override
    public void close() throws IOException {
        door.close();
        SignerChannel last = connection;
        if (last != null) {
            last.close();
        }
    }
}
