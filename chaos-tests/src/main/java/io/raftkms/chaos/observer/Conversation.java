package io.raftkms.chaos.observer;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.DelimitedMessages;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.PrivvalMessage;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one connection says. Requests and replies take turns, so a reply belongs to the last request; called from the
 * threads of both directions.
 */
public final class Conversation {
    private record Pending(PrivvalMessage.Asked asked, long beginNanos) {}

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
            if (PrivvalMessage.decode(body) instanceof PrivvalMessage.Asked asked) {
                pending = new Pending(asked, observer.nowNanos());
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
            } else if (message instanceof PrivvalMessage.Refused && pending != null) {
                note(Observation.Event.REFUSAL, observer.nowNanos());
                pending = null;
            }
        }
    }

    private void signed(PrivvalMessage.Signed reply) throws IOException, MalformedException {
        if (pending == null) {
            throw new MalformedException("a signature that nobody asked for on connection " + connection);
        }
        long end = observer.nowNanos();
        Canonical message = asSigned(pending.asked().message(), reply);
        write(Observation.Event.SIGNATURE, pending.asked().kind(), message, reply.signature(), end);
        if (reply.extensionSignature().isPresent()) {
            Canonical extension =
                    pending.asked().extension().map(Canonical.class::cast).orElse(message);
            write(
                    Observation.Event.SIGNATURE,
                    Kind.EXTENSION,
                    extension,
                    reply.extensionSignature().get(),
                    end);
        }
        pending = null;
    }

    /** A node takes the returned timestamp over for votes. */
    private static Canonical asSigned(Canonical asked, PrivvalMessage.Signed reply) {
        return asked instanceof Canonical.Vote vote
                ? new Canonical.Vote(
                        vote.type(), vote.height(), vote.round(), vote.block(), reply.timestamp(), vote.chainId())
                : asked;
    }

    private void note(Observation.Event event, long end) throws IOException {
        write(event, pending.asked().kind(), pending.asked().message(), "", end);
        if (pending.asked().extension().isPresent()) {
            write(event, Kind.EXTENSION, pending.asked().extension().get(), "", end);
        }
    }

    private void write(Observation.Event event, Kind kind, Canonical message, String signature, long end)
            throws IOException {
        observer.observe(new Observation(
                event,
                validator,
                connection,
                kind,
                message.chainId(),
                message.position(),
                HexFormat.of().formatHex(message.signBytes()),
                signature,
                publicKey.get(),
                pending.beginNanos(),
                end,
                "observer"));
    }
}
