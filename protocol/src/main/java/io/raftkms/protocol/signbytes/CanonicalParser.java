package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.protocol.signbytes.wire.CanonicalWire;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads sign bytes back. The protobuf decoder is tolerant, so whatever it reads is encoded again and has to give the
 * same bytes. No bytes are those of two kinds: a vote always has field 5 with a timestamp, a proposal always field 6,
 * an extension has at most four fields.
 */
final class CanonicalParser {
    private CanonicalParser() {}

    static Optional<CanonicalMessage> parse(ByteString signBytes) {
        return body(signBytes)
                .flatMap(body -> Stream.of(vote(body), proposal(body), extension(body))
                        .flatMap(Optional::stream)
                        .filter(message -> message.signBytes().equals(signBytes))
                        .findFirst());
    }

    /** What follows the length prefix, if that names exactly the rest. */
    private static Optional<ByteString> body(ByteString signBytes) {
        try {
            CodedInputStream in = signBytes.newCodedInput();
            int size = in.readRawVarint32();
            int start = in.getTotalBytesRead();
            return size == signBytes.size() - start ? Optional.of(signBytes.substring(start)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<CanonicalMessage> vote(ByteString body) {
        try {
            CanonicalWire.Vote wire = CanonicalWire.Vote.parseFrom(body);
            return GoTime.fromWire(wire.getTimestamp())
                    .map(time -> new CanonicalVote(
                            wire.getType(),
                            wire.getHeight(),
                            wire.getRound(),
                            CanonicalBlockIds.fromWire(wire.getBlockId()),
                            time,
                            wire.getChainId()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static Optional<CanonicalMessage> proposal(ByteString body) {
        try {
            CanonicalWire.Proposal wire = CanonicalWire.Proposal.parseFrom(body);
            return GoTime.fromWire(wire.getTimestamp())
                    .map(time -> new CanonicalProposal(
                            wire.getHeight(),
                            wire.getRound(),
                            wire.getPolRound(),
                            CanonicalBlockIds.fromWire(wire.getBlockId()),
                            time,
                            wire.getChainId()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static Optional<CanonicalMessage> extension(ByteString body) {
        try {
            CanonicalWire.Extension wire = CanonicalWire.Extension.parseFrom(body);
            return Optional.of(
                    new CanonicalExtension(wire.getExtension(), wire.getHeight(), wire.getRound(), wire.getChainId()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
