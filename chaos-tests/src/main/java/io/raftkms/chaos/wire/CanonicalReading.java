package io.raftkms.chaos.wire;

import java.util.HexFormat;

/** Reads the bodies of canonical messages, field by field; {@link Canonical#decode} checks the form. */
final class CanonicalReading {
    private static final int PREVOTE_TYPE = 1;
    private static final int PRECOMMIT_TYPE = 2;
    private static final int PROPOSAL_TYPE = 32;

    private CanonicalReading() {}

    static Canonical.Vote vote(byte[] body) throws MalformedException {
        long type = 0;
        long height = 0;
        long round = 0;
        Block block = Block.NIL;
        Timestamp timestamp = new Timestamp(0, 0);
        String chainId = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> type = field.varint();
                case 2 -> height = field.fixed64();
                case 3 -> round = field.fixed64();
                case 4 -> block = Block.decode(field.delimited());
                case 5 -> timestamp = Timestamp.decode(field.delimited());
                case 6 -> chainId = field.text();
                default -> throw new MalformedException("vote with field " + field.number());
            }
        }
        if (type != PREVOTE_TYPE && type != PRECOMMIT_TYPE) {
            throw new MalformedException("vote of type " + type);
        }
        return new Canonical.Vote((int) type, height, round, block, timestamp, chainId);
    }

    static Canonical.Proposal proposal(byte[] body) throws MalformedException {
        long type = 0;
        long height = 0;
        long round = 0;
        long polRound = 0;
        Block block = Block.NIL;
        Timestamp timestamp = new Timestamp(0, 0);
        String chainId = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> type = field.varint();
                case 2 -> height = field.fixed64();
                case 3 -> round = field.fixed64();
                case 4 -> polRound = field.varint();
                case 5 -> block = Block.decode(field.delimited());
                case 6 -> timestamp = Timestamp.decode(field.delimited());
                case 7 -> chainId = field.text();
                default -> throw new MalformedException("proposal with field " + field.number());
            }
        }
        if (type != PROPOSAL_TYPE) {
            throw new MalformedException("proposal of type " + type);
        }
        return new Canonical.Proposal(height, round, polRound, block, timestamp, chainId);
    }

    static Canonical.Extension extension(byte[] body) throws MalformedException {
        String extension = "";
        long height = 0;
        long round = 0;
        String chainId = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> extension = HexFormat.of().formatHex(field.delimited());
                case 2 -> height = field.fixed64();
                case 3 -> round = field.fixed64();
                case 4 -> chainId = field.text();
                default -> throw new MalformedException("extension with field " + field.number());
            }
        }
        return new Canonical.Extension(extension, height, round, chainId);
    }
}
