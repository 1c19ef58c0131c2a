package io.raftkms.chaos.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the protobuf wire format. Scalars and byte strings follow proto3: a default value leaves no field. */
final class ProtoWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoWriter varint(int number, long value) {
        if (value != 0) {
            tag(number, ProtoField.VARINT);
            raw(value);
        }
        return this;
    }

    ProtoWriter fixed64(int number, long value) {
        if (value != 0) {
            tag(number, ProtoField.FIXED64);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }
        return this;
    }

    ProtoWriter bytes(int number, byte[] value) {
        return value.length == 0 ? this : message(number, value);
    }

    ProtoWriter text(int number, String value) {
        return bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A sub-message, also when it is empty. */
    ProtoWriter message(int number, byte[] body) {
        tag(number, ProtoField.DELIMITED);
        raw(body.length);
        out.writeBytes(body);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** The message behind its length. */
    static byte[] delimited(byte[] body) {
        ProtoWriter writer = new ProtoWriter();
        writer.raw(body.length);
        writer.out.writeBytes(body);
        return writer.toBytes();
    }

    private void tag(int number, int wireType) {
        raw(((long) number << 3) | wireType);
    }

    private void raw(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
