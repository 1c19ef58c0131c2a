package io.raftkms.chaos.wire;

import java.util.HexFormat;

/**
 * A block id. Canonical and plain block ids have the same fields.
 *
 * @param hash lower-case hex
 * @param total parts
 * @param partHash lower-case hex
 */
public record Block(String hash, long total, String partHash) {
    /** Nobody's block: absent from sign bytes. */
    public static final Block NIL = new Block("", 0, "");

    public boolean isNil() {
        return equals(NIL);
    }

    byte[] encode() {
        HexFormat hex = HexFormat.of();
        byte[] parts = new ProtoWriter()
                .varint(1, total)
                .bytes(2, hex.parseHex(partHash))
                .toBytes();
        return new ProtoWriter().bytes(1, hex.parseHex(hash)).message(2, parts).toBytes();
    }

    static Block decode(byte[] message) throws MalformedException {
        HexFormat hex = HexFormat.of();
        String hash = "";
        long total = 0;
        String partHash = "";
        for (ProtoField field : ProtoReader.fields(message)) {
            switch (field.number()) {
                case 1 -> hash = hex.formatHex(field.delimited());
                case 2 -> {
                    for (ProtoField part : ProtoReader.fields(field.delimited())) {
                        switch (part.number()) {
                            case 1 -> total = part.varint();
                            case 2 -> partHash = hex.formatHex(part.delimited());
                            default -> throw new MalformedException("part set header with field " + part.number());
                        }
                    }
                }
                default -> throw new MalformedException("block id with field " + field.number());
            }
        }
        return new Block(hash, total, partHash);
    }
}
