package io.raftkms.chaos.wire;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A canonical message of CometBFT: what a consensus key signs. Its sign bytes are the message behind its length, and
 * there is exactly one form: {@link #decode} refuses bytes that {@link #signBytes} would not write.
 */
public sealed interface Canonical {
    /** Where it stands; an extension at the step of its precommit. */
    Position position();

    String chainId();

    byte[] signBytes();

    /** Prevote (type 1) or precommit (type 2). */
    record Vote(int type, long height, long round, Block block, Timestamp timestamp, String chainId)
            implements Canonical {
        @Override
        public Position position() {
            return new Position(height, round, type + 1);
        }

        @Override
        public byte[] signBytes() {
            ProtoWriter writer =
                    new ProtoWriter().varint(1, type).fixed64(2, height).fixed64(3, round);
            if (!block.isNil()) {
                writer.message(4, block.encode());
            }
            return ProtoWriter.delimited(
                    writer.message(5, timestamp.encode()).text(6, chainId).toBytes());
        }
    }

    /**
     * A proposal of a block.
     *
     * @param polRound -1 without one
     */
    record Proposal(long height, long round, long polRound, Block block, Timestamp timestamp, String chainId)
            implements Canonical {
        private static final int TYPE = 32;

        @Override
        public Position position() {
            return new Position(height, round, Position.PROPOSAL);
        }

        @Override
        public byte[] signBytes() {
            ProtoWriter writer = new ProtoWriter()
                    .varint(1, TYPE)
                    .fixed64(2, height)
                    .fixed64(3, round)
                    .varint(4, polRound);
            if (!block.isNil()) {
                writer.message(5, block.encode());
            }
            return ProtoWriter.delimited(
                    writer.message(6, timestamp.encode()).text(7, chainId).toBytes());
        }
    }

    /**
     * A vote extension.
     *
     * @param extension lower-case hex
     */
    record Extension(String extension, long height, long round, String chainId) implements Canonical {
        @Override
        public Position position() {
            return new Position(height, round, Position.PRECOMMIT);
        }

        @Override
        public byte[] signBytes() {
            return ProtoWriter.delimited(new ProtoWriter()
                    .bytes(1, HexFormat.of().parseHex(extension))
                    .fixed64(2, height)
                    .fixed64(3, round)
                    .text(4, chainId)
                    .toBytes());
        }
    }

    /**
     * Reads sign bytes.
     *
     * @throws MalformedException if they are not the sign bytes of this kind, or there are none of it
     */
    static Canonical decode(Kind kind, byte[] signBytes) throws MalformedException {
        Canonical read = switch (kind) {
            case VOTE -> CanonicalReading.vote(ProtoReader.delimitedBody(signBytes));
            case PROPOSAL -> CanonicalReading.proposal(ProtoReader.delimitedBody(signBytes));
            case EXTENSION -> CanonicalReading.extension(ProtoReader.delimitedBody(signBytes));
            case RAW, PUBLIC_KEY -> throw new MalformedException(kind + " is no canonical message");
        };
        if (!Arrays.equals(read.signBytes(), signBytes)) {
            throw new MalformedException("not the canonical form of " + read);
        }
        return read;
    }
}
