package io.raftkms.chaos.wire;

/**
 * google.protobuf.Timestamp.
 *
 * @param seconds since the Unix epoch, may be negative
 * @param nanos 0 to 999,999,999, counted forward
 */
public record Timestamp(long seconds, int nanos) {
    /** Go's zero time, the first of January of year 1: what a node reads where no timestamp is. */
    public static final Timestamp GO_ZERO = new Timestamp(-62_135_596_800L, 0);

    byte[] encode() {
        return new ProtoWriter().varint(1, seconds).varint(2, nanos).toBytes();
    }

    static Timestamp decode(byte[] message) throws MalformedException {
        long seconds = 0;
        long nanos = 0;
        for (ProtoField field : ProtoReader.fields(message)) {
            switch (field.number()) {
                case 1 -> seconds = field.varint();
                case 2 -> nanos = field.varint();
                default -> throw new MalformedException("timestamp with field " + field.number());
            }
        }
        return new Timestamp(seconds, (int) nanos);
    }
}
