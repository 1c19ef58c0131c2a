package io.raftkms.chaos.wire;

import java.util.HexFormat;
import java.util.Optional;

/** Reads the members of the privval envelope. Unknown fields are ignored, as nodes and signers do. */
final class PrivvalReading {
    private static final int PRECOMMIT_TYPE = 2;

    private PrivvalReading() {}

    static PrivvalMessage publicKey(byte[] body) throws MalformedException {
        String key = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> {
                    for (ProtoField type : ProtoReader.fields(field.delimited())) {
                        key = type.number() == 1 ? hex(type) : key;
                    }
                }
                case 2 -> {
                    return refused(field.delimited());
                }
                case 3 -> key = key.isEmpty() ? hex(field) : key;
                default -> {}
            }
        }
        return new PrivvalMessage.PublicKey(key);
    }

    static PrivvalMessage signVote(byte[] body) throws MalformedException {
        byte[] vote = new byte[0];
        String chainId = "";
        boolean skip = false;
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> vote = field.delimited();
                case 2 -> chainId = field.text();
                case 3 -> skip = field.varint() != 0;
                default -> {}
            }
        }
        return vote(vote, chainId, skip);
    }

    private static PrivvalMessage vote(byte[] body, String chainId, boolean skipExtension) throws MalformedException {
        long type = 0;
        long height = 0;
        long round = 0;
        Block block = Block.NIL;
        Timestamp timestamp = Timestamp.GO_ZERO;
        String extension = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> type = field.varint();
                case 2 -> height = field.varint();
                case 3 -> round = field.varint();
                case 4 -> block = Block.decode(field.delimited());
                case 5 -> timestamp = Timestamp.decode(field.delimited());
                case 9 -> extension = hex(field);
                default -> {}
            }
        }
        boolean extended = !skipExtension && (type == PRECOMMIT_TYPE && !block.isNil() || !extension.isEmpty());
        return new PrivvalMessage.Asked(
                Kind.VOTE,
                new Canonical.Vote((int) type, height, round, block, timestamp, chainId),
                extended ? Optional.of(new Canonical.Extension(extension, height, round, chainId)) : Optional.empty());
    }

    static PrivvalMessage signProposal(byte[] body) throws MalformedException {
        byte[] proposal = new byte[0];
        String chainId = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> proposal = field.delimited();
                case 2 -> chainId = field.text();
                default -> {}
            }
        }
        long height = 0;
        long round = 0;
        long polRound = 0;
        Block block = Block.NIL;
        Timestamp timestamp = Timestamp.GO_ZERO;
        for (ProtoField field : ProtoReader.fields(proposal)) {
            switch (field.number()) {
                case 2 -> height = field.varint();
                case 3 -> round = field.varint();
                case 4 -> polRound = field.varint();
                case 5 -> block = Block.decode(field.delimited());
                case 6 -> timestamp = Timestamp.decode(field.delimited());
                default -> {}
            }
        }
        return new PrivvalMessage.Asked(
                Kind.PROPOSAL,
                new Canonical.Proposal(height, round, polRound, block, timestamp, chainId),
                Optional.empty());
    }

    static PrivvalMessage signedVote(byte[] body) throws MalformedException {
        return signed(Kind.VOTE, body, 5, 8);
    }

    static PrivvalMessage signedProposal(byte[] body) throws MalformedException {
        return signed(Kind.PROPOSAL, body, 6, 7);
    }

    private static PrivvalMessage signed(Kind kind, byte[] body, int timestampField, int signatureField)
            throws MalformedException {
        Timestamp timestamp = Timestamp.GO_ZERO;
        String signature = "";
        String extensionSignature = "";
        for (ProtoField member : ProtoReader.fields(body)) {
            if (member.number() == 2) {
                return refused(member.delimited());
            }
            if (member.number() != 1) {
                continue;
            }
            for (ProtoField field : ProtoReader.fields(member.delimited())) {
                if (field.number() == timestampField) {
                    timestamp = Timestamp.decode(field.delimited());
                } else if (field.number() == signatureField) {
                    signature = hex(field);
                } else if (kind == Kind.VOTE && field.number() == 10) {
                    extensionSignature = hex(field);
                }
            }
        }
        return new PrivvalMessage.Signed(
                kind, timestamp, signature, Optional.of(extensionSignature).filter(text -> !text.isEmpty()));
    }

    static PrivvalMessage signedRaw(byte[] body) throws MalformedException {
        String signature = "";
        for (ProtoField field : ProtoReader.fields(body)) {
            switch (field.number()) {
                case 1 -> signature = hex(field);
                case 2 -> {
                    return refused(field.delimited());
                }
                default -> {}
            }
        }
        return new PrivvalMessage.SignedRaw(signature);
    }

    private static PrivvalMessage refused(byte[] error) throws MalformedException {
        String description = "";
        for (ProtoField field : ProtoReader.fields(error)) {
            description = field.number() == 2 ? field.text() : description;
        }
        return new PrivvalMessage.Refused(description);
    }

    private static String hex(ProtoField field) throws MalformedException {
        return HexFormat.of().formatHex(field.delimited());
    }
}
