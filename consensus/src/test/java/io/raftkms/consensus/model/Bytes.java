package io.raftkms.consensus.model;

import java.util.Arrays;

/** Numbers from 0 as bytes, small ones one byte each; written, read and written again without being made anew. */
final class Bytes {
    private static final int MOST = 255;

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
        int next = at;
        while (rest >= 0x80) {
            bytes[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[next++] = (byte) rest;
        at = next;
    }

    void put(Bytes more) {
        System.arraycopy(more.bytes, 0, bytes, at, more.at);
        at += more.at;
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

    /** To be written anew. */
    void clear() {
        at = 0;
    }

    /** How many are written. */
    int length() {
        return at;
    }

    /** What was written is in it, from its beginning. */
    byte[] array() {
        return bytes;
    }

    int compareTo(Bytes other) {
        return Arrays.compare(bytes, 0, at, other.bytes, 0, other.at);
    }

    boolean holds(byte[] other) {
        return Arrays.equals(bytes, 0, at, other, 0, other.length);
    }
}
