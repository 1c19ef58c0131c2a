package io.raftkms.chaos.wire;

import java.nio.charset.StandardCharsets;

/**
 * One field of a protobuf message, as it stands on the wire.
 *
 * @param number field number
 * @param wireType 0 varint, 1 fixed64, 2 length-delimited, 5 fixed32
 * @param value of wire types 0, 1 and 5; the length of 2
 * @param bytes of wire type 2, else empty; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a view for parsers, never compared
record ProtoField(int number, int wireType, long value, byte[] bytes) {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int DELIMITED = 2;
    static final int FIXED32 = 5;

    ProtoField expect(int type) throws MalformedException {
        if (wireType != type) {
            throw new MalformedException("field " + number + " has wire type " + wireType + " instead of " + type);
        }
        return this;
    }

    long varint() throws MalformedException {
        return expect(VARINT).value;
    }

    long fixed64() throws MalformedException {
        return expect(FIXED64).value;
    }

    byte[] delimited() throws MalformedException {
        return expect(DELIMITED).bytes;
    }

    String text() throws MalformedException {
        return new String(delimited(), StandardCharsets.UTF_8);
    }
}
