package io.raftkms.chaos.observer;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.DelimitedMessages;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one connection says. Requests and replies take turns, so a reply belongs to the last request; called from the
 * threads of both directions.
 */
public final class Conversation {
    private static final Position NOWHERE = new Position(0, 0, 0);

    /**
     * @param request {@link PrivvalMessage.Asked} or {@link PrivvalMessage.AskedRaw}; pings and questions for the key want
     *     no signature, and are not written down
     */
    private record Pending(PrivvalMessage request, long beginNanos) {}

    private final String validator;
    private final String connection;
    private final AtomicReference<String> publicKey;
    private final Observer observer;
    private final DelimitedMessages fromNode = new DelimitedMessages();
    private final DelimitedMessages fromSigner = new DelimitedMessages();
    private Pending pending;

    /**
     * @param publicKey shared by all connections of a node: the key that any signer named last
     */
    public Conversation(String validator, String connection, AtomicReference<String> publicKey, Observer observer) {
        this.validator = validator;
        this.connection = connection;
        this.publicKey = publicKey;
        this.observer = observer;
    }

    /**
     * Bytes on their way to the signer.
     *
     * @throws MalformedException if they are no messages; the stream cannot be followed any further
     */
    public synchronized void nodeSays(byte[] bytes, int length) throws IOException, MalformedException {
        for (byte[] body : fromNode.feed(bytes, length)) {
            pending = null;
            PrivvalMessage request = PrivvalMessage.decode(body);
            if (request instanceof PrivvalMessage.Asked || request instanceof PrivvalMessage.AskedRaw) {
                pending = new Pending(request, observer.nowNanos());
                note(Observation.Event.REQUEST, pending.beginNanos());
            }
        }
    }

    /**
     * Bytes on their way to the node.
     *
     * @throws MalformedException if they are no messages, or a signature that nobody asked for
     */
    public synchronized void signerSays(byte[] bytes, int length) throws IOException, MalformedException {
        for (byte[] body : fromSigner.feed(bytes, length)) {
            PrivvalMessage message = PrivvalMessage.decode(body);
            if (message instanceof PrivvalMessage.PublicKey key) {
                publicKey.set(key.hex());
            } else if (message instanceof PrivvalMessage.Signed reply) {
                signed(reply);
            } else if (message instanceof PrivvalMessage.SignedRaw reply) {
                signedRaw(reply);
            } else if (message instanceof PrivvalMessage.Refused && pending != null) {
                note(Observation.Event.REFUSAL, observer.nowNanos());
                pending = null;
            }
        }
    }

    private void signed(PrivvalMessage.Signed reply) throws IOException, MalformedException {
        if (pending == null || !(pending.request() instanceof PrivvalMessage.Asked asked)) {
            throw nobodyAsked();
        }
        long end = observer.nowNanos();
        Canonical message = asSigned(asked.message(), reply);
        write(Observation.Event.SIGNATURE, asked.kind(), message, reply.signature(), end);
        if (reply.extensionSignature().isPresent()) {
            Canonical extension = asked.extension().map(Canonical.class::cast).orElse(message);
            write(
                    Observation.Event.SIGNATURE,
                    Kind.EXTENSION,
                    extension,
                    reply.extensionSignature().get(),
                    end);
        }
        pending = null;
    }

    private void signedRaw(PrivvalMessage.SignedRaw reply) throws IOException, MalformedException {
        if (pending == null || !(pending.request() instanceof PrivvalMessage.AskedRaw raw)) {
            throw nobodyAsked();
        }
        writeRaw(Observation.Event.SIGNATURE, raw, reply.signature(), observer.nowNanos());
        pending = null;
    }

    private MalformedException nobodyAsked() {
        return new MalformedException("a signature that nobody asked for on connection " + connection);
    }

    /** A node takes the returned timestamp over for votes. */
    private static Canonical asSigned(Canonical asked, PrivvalMessage.Signed reply) {
        return asked instanceof Canonical.Vote vote
                ? new Canonical.Vote(
                        vote.type(), vote.height(), vote.round(), vote.block(), reply.timestamp(), vote.chainId())
                : asked;
    }

    private void note(Observation.Event event, long end) throws IOException {
        if (pending.request() instanceof PrivvalMessage.AskedRaw raw) {
            writeRaw(event, raw, "", end);
        } else if (pending.request() instanceof PrivvalMessage.Asked asked) {
            write(event, asked.kind(), asked.message(), "", end);
            if (asked.extension().isPresent()) {
                write(event, Kind.EXTENSION, asked.extension().get(), "", end);
            }
        }
    }

    private void write(Observation.Event event, Kind kind, Canonical message, String signature, long end)
            throws IOException {
        String signBytes = HexFormat.of().formatHex(message.signBytes());
        write(event, kind, message.chainId(), message.position(), signBytes, signature, end);
    }

    /** Raw bytes have no place, and name a chain in one dialect only. */
    private void writeRaw(Observation.Event event, PrivvalMessage.AskedRaw raw, String signature, long end)
            throws IOException {
        write(event, Kind.RAW, "", NOWHERE, raw.body(), signature, end);
    }

    private void write(
            Observation.Event event,
            Kind kind,
            String chainId,
            Position at,
            String signBytes,
            String signature,
            long end)
            throws IOException {
        observer.observe(new Observation(
                event,
                validator,
                connection,
                kind,
                chainId,
                at,
                signBytes,
                signature,
                publicKey.get(),
                pending.beginNanos(),
                end,
                "observer"));
    }
}
