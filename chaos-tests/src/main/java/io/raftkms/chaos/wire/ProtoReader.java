package io.raftkms.chaos.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the protobuf wire format: https://protobuf.dev/programming-guides/encoding/. */
final class ProtoReader {
    private static final int MAX_VARINT_BYTES = 10;

    private final ByteBuffer bytes;

    ProtoReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All fields of a message, in order. */
    static List<ProtoField> fields(byte[] message) throws MalformedException {
        ProtoReader reader = new ProtoReader(message);
        List<ProtoField> fields = new ArrayList<>();
        while (reader.bytes.hasRemaining()) {
            fields.add(reader.field());
        }
        return fields;
    }

    /** The body of bytes that begin with their own length and end with the body. */
    static byte[] delimitedBody(byte[] framed) throws MalformedException {
        ProtoReader reader = new ProtoReader(framed);
        byte[] body = reader.take(reader.varint());
        if (reader.bytes.hasRemaining()) {
            throw new MalformedException(reader.bytes.remaining() + " bytes after the message");
        }
        return body;
    }

    private ProtoField field() throws MalformedException {
        long tag = varint();
        int wireType = (int) (tag & 7);
        long number = tag >>> 3;
        if (number < 1 || number > 536_870_911) {
            throw new MalformedException("field number " + number);
        }
        return switch (wireType) {
            case ProtoField.VARINT -> new ProtoField((int) number, wireType, varint(), new byte[0]);
            case ProtoField.FIXED64 -> new ProtoField((int) number, wireType, need(8).getLong(), new byte[0]);
            case ProtoField.FIXED32 -> new ProtoField((int) number, wireType, need(4).getInt(), new byte[0]);
            case ProtoField.DELIMITED -> {
                long length = varint();
                yield new ProtoField((int) number, wireType, length, take(length));
            }
            default -> throw new MalformedException("wire type " + wireType);
        };
    }

    private long varint() throws MalformedException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            byte next = need(1).get();
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("varint longer than ten bytes");
    }

    private byte[] take(long length) throws MalformedException {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedException("length " + length + " with " + bytes.remaining() + " bytes left");
        }
        byte[] taken = new byte[(int) length];
        bytes.get(taken);
        return taken;
    }

    private ByteBuffer need(int count) throws MalformedException {
        if (bytes.remaining() < count) {
            throw new MalformedException("ends in the middle of a field");
        }
        return bytes;
    }
}
