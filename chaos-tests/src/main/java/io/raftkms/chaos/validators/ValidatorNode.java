package io.raftkms.chaos.validators;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.observer.Conversation;
import io.raftkms.chaos.observer.Observer;
import io.raftkms.chaos.secret.PlainWire;
import io.raftkms.chaos.secret.SecretWire;
import io.raftkms.chaos.secret.Wire;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.PrivvalWriting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
 * A validator node as its signers see it: one connection at a time, requests in lock-step, CometBFT's retries, and pings
 * while it asks for nothing, as {@link SignerEndpoint} has them. For one thread, apart from {@link #close}.
 */
public final class ValidatorNode implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    /** Of CometBFT v0.34 to v1: its socket client, the node, its consensus and its RPC ask, one after the other. */
    private static final int KEY_REQUESTS_AT_START = 4;

    private static final Position NOWHERE = new Position(0, 0, 0);

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
    private final SignerEndpoint endpoint;

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
        endpoint = new SignerEndpoint(listen, generation, timings, this::greet, this::fault);
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
     * Asks for the key, as a node does when it starts; until that is answered nothing else can be asked. A real node ends
     * when the first answer is not there within 3 s, and is started again by whoever looks after it.
     *
     * @return lower-case hex
     * @throws IOException if nobody answers within all attempts
     */
    public String awaitPublicKey() throws IOException, InterruptedException {
        for (int attempt = 0; publicKey.get().isEmpty(); attempt++) {
            try {
                endpoint.ask(PrivvalWriting.publicKeyRequest(chainId));
            } catch (MalformedException wrong) {
                throw new IOException(fault(wrong), wrong);
            } catch (IOException noAnswer) {
                if (attempt >= timings.attempts()) {
                    throw new IOException(name + " got no public key", noAnswer);
                }
                pause();
            }
        }
        for (int asked = 1; asked < KEY_REQUESTS_AT_START; asked++) {
            askForKey();
        }
        return publicKey.get();
    }

    /** Asks for the key once more, as a node does after each block; without an answer it goes on with the one it has. */
    public void refreshPublicKey() throws IOException, InterruptedException {
        long begin = observer.nowNanos();
        askForKey();
        observer.observe(new Observation(
                Observation.Event.KEY,
                name,
                "",
                Kind.PUBLIC_KEY,
                chainId,
                NOWHERE,
                "",
                "",
                publicKey.get(),
                begin,
                observer.nowNanos(),
                "node"));
    }

    private Answer askForKey() throws InterruptedException {
        return exchange(PrivvalWriting.publicKeyRequest(chainId), PrivvalMessage.PublicKey.class);
    }

    /** Asks until there is an answer or the node gives up, which is written down too. */
    public Answer ask(PrivvalMessage.Asked asked) throws IOException, InterruptedException {
        long begin = observer.nowNanos();
        Answer answer = exchange(PrivvalWriting.signRequest(asked), PrivvalMessage.Signed.class);
        if (answer instanceof Answer.Lost) {
            observer.observe(lost(asked, begin));
        }
        return answer;
    }

    /**
     * Asks likewise for a signature over raw bytes; one that comes back is a fault.
     *
     * @param framed the request, of either dialect
     */
    Answer askRaw(byte[] framed) throws InterruptedException {
        Answer answer = exchange(framed, PrivvalMessage.SignedRaw.class);
        if (answer instanceof Answer.Signed) {
            fault("raw bytes were signed");
        }
        return answer;
    }

    /**
     * Sends bytes that are no request, and tells what comes of it.
     *
     * @return true if the signer ended the connection, or said nothing until the node's own deadline
     */
    public boolean endsOn(byte[] bytes) throws IOException, InterruptedException {
        try {
            return endpoint.endsOn(bytes);
        } catch (MalformedException wrong) {
            fault(wrong);
            return false;
        }
    }

    /**
     * What a signer must never say, whatever is done to it: unreadable replies, and signatures that nobody asked for or that
     * nobody may have.
     */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    void fault(String what) {
        faults.add(what);
    }

    private String fault(MalformedException wrong) {
        String what = String.valueOf(wrong.getMessage());
        fault(what);
        return what;
    }

    private Answer exchange(byte[] request, Class<? extends PrivvalMessage> wanted) throws InterruptedException {
        long begin = observer.nowNanos();
        String last = "";
        for (int attempt = 0; attempt < timings.attempts(); attempt++) {
            try {
                PrivvalMessage reply = endpoint.ask(request);
                if (wanted.isInstance(reply)) {
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
        return new Answer.Lost(last);
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
        endpoint.close();
    }
}
