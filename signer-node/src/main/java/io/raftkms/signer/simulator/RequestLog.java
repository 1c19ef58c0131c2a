package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.PrivvalReply;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.Proposal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes down each request and its end, and judges signatures as a node does. */
final class RequestLog {
    private final NodeSettings settings;
    private final Observer observer;
    private final Clock clock;

    RequestLog(NodeSettings settings, Observer observer, Clock clock) {
        this.settings = settings;
        this.observer = observer;
        this.clock = clock;
    }

    /** Notes that a request is about to be sent. */
    Entry requested(PrivvalRequest request, ConsensusPublicKey key) {
        Entry entry = new Entry(AskedBytes.of(request), key, nowNanos());
        entry.note(Observation.Event.REQUEST, "");
        return entry;
    }

    private long nowNanos() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** One request on its way. */
    final class Entry {
        private final AskedBytes asked;
        private final ConsensusPublicKey key;
        private final long beginEpochNanos;
        private final long began = System.nanoTime();

        private Entry(AskedBytes asked, ConsensusPublicKey key, long beginEpochNanos) {
            this.asked = asked;
            this.key = key;
            this.beginEpochNanos = beginEpochNanos;
        }

        SigningOutcome voteSigned(PrivvalReply.SignedVote full, String connection) {
            noteSignature(asked.signBytes(full.timestamp()), full.signature(), asked.kind(), connection);
            full.extensionSignature()
                    .ifPresent(signature -> noteSignature(
                            asked.extension().orElse(ByteString.EMPTY),
                            signature,
                            Observation.Kind.EXTENSION,
                            connection));
            PrivvalReply.SignedVote vote = full.readBy(settings.dialect());
            Optional<String> fault = fault(asked.signBytes(vote.timestamp()), vote.signature())
                    .or(() -> extensionFault(vote.extensionSignature()));
            return fault.isPresent()
                    ? new SigningOutcome.Invalid(fault.get(), connection, took())
                    : new SigningOutcome.Signed(
                            vote.signature(), vote.timestamp(), vote.extensionSignature(), connection, took());
        }

        SigningOutcome proposalSigned(PrivvalReply.SignedProposal reply, String connection) {
            noteSignature(asked.signBytes(), reply.signature(), asked.kind(), connection);
            Optional<String> fault = fault(asked.signBytes(), reply.signature());
            Proposal proposal = ((PrivvalRequest.SignProposal) asked.request()).proposal();
            return fault.isPresent()
                    ? new SigningOutcome.Invalid(fault.get(), connection, took())
                    : new SigningOutcome.Signed(
                            reply.signature(), proposal.timestamp(), Optional.empty(), connection, took());
        }

        SigningOutcome refused(RemoteSignerErrorException refusal) {
            note(Observation.Event.REFUSAL, refusal.connection());
            return new SigningOutcome.Refused(refusal.getMessage(), refusal.connection(), took());
        }

        SigningOutcome lost(String reason) {
            note(Observation.Event.LOST, "");
            return new SigningOutcome.Lost(reason, took());
        }

        private Optional<String> fault(ByteString bytes, ByteString signature) {
            return Signatures.verifies(key, bytes, signature)
                    ? Optional.empty()
                    : Optional.of("invalid " + asked.at().step() + " signature");
        }

        private Optional<String> extensionFault(Optional<ByteString> signature) {
            if (!settings.wantsExtensions()) {
                return Optional.empty();
            }
            if (asked.extension().isPresent() != signature.isPresent()) {
                return Optional.of(
                        signature.isPresent() ? "unexpected extension signature" : "missing extension signature");
            }
            return signature.isEmpty()
                            || Signatures.verifies(key, asked.extension().get(), signature.get())
                    ? Optional.empty()
                    : Optional.of("invalid extension signature");
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        private void note(Observation.Event event, String connection) {
            observe(event, asked.kind(), asked.signBytes(), ByteString.EMPTY, connection);
            asked.extension()
                    .ifPresent(
                            bytes -> observe(event, Observation.Kind.EXTENSION, bytes, ByteString.EMPTY, connection));
        }

        private void noteSignature(ByteString bytes, ByteString signature, Observation.Kind kind, String connection) {
            observe(Observation.Event.SIGNATURE, kind, bytes, signature, connection);
        }

        private void observe(
                Observation.Event event,
                Observation.Kind kind,
                ByteString bytes,
                ByteString signature,
                String connection) {
            long end = event == Observation.Event.REQUEST ? beginEpochNanos : nowNanos();
            observer.observe(new Observation(
                    event,
                    settings.name(),
                    connection,
                    kind,
                    asked.chainId(),
                    asked.at(),
                    bytes,
                    signature,
                    key.bytes(),
                    beginEpochNanos,
                    end));
        }
    }
}
