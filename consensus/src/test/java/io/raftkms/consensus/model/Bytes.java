package io.raftkms.consensus.model;

import java.util.Arrays;

/** Numbers from 0 as bytes: small ones are one byte. */
final class Bytes {
    private static final int MOST = 1024;

    private final byte[] bytes;
    private int at;

    /** To be written. */
    Bytes() {
        this(new byte[MOST]);
    }

    /** To be read. */
    Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    void put(int value) {
        int rest = value;
        while (rest >= 0x80) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    int next() {
        int value = 0;
        int shift = 0;
        while (bytes[at] < 0) {
            value |= (bytes[at++] & 0x7f) << shift;
            shift += 7;
        }
        return value | bytes[at++] << shift;
    }

    /** Everything since the last call. */
    byte[] written() {
        byte[] all = Arrays.copyOf(bytes, at);
        at = 0;
        return all;
    }
}
