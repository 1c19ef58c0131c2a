package io.raftkms.consensus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every state that was reached, whole (no fingerprints: none is taken for another), in the order of discovery. */
final class StateStore {
    private static final int CHUNK = 1 << 20;
    private static final int NONE = -1;

    private final List<byte[]> chunks = new ArrayList<>();
    private int used = CHUNK;
    private long[] places = new long[1 << 12];
    private int[] parents = new int[1 << 12];
    private int[] table = filled(1 << 13);
    private int size;

    int size() {
        return size;
    }

    int parent(int state) {
        return parents[state];
    }

    /** True if the state is new. */
    boolean add(Bytes state, int parent) {
        int slot = slot(state.array(), state.length());
        if (table[slot] != NONE) {
            return false;
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            parents = Arrays.copyOf(parents, 2 * size);
        }
        places[size] = store(state.array(), state.length());
        parents[size] = parent;
        table[slot] = size++;
        if (2L * size > table.length) {
            grow();
        }
        return true;
    }

    byte[] get(int state) {
        byte[] chunk = chunks.get((int) (places[state] >>> 32));
        int from = (int) places[state] + 1;
        return Arrays.copyOfRange(chunk, from, from + (chunk[from - 1] & 0xff));
    }

    private long store(byte[] state, int length) {
        if (used + length + 1 > CHUNK) {
            chunks.add(new byte[CHUNK]);
            used = 0;
        }
        int from = used;
        byte[] chunk = chunks.get(chunks.size() - 1);
        chunk[from] = (byte) length;
        System.arraycopy(state, 0, chunk, from + 1, length);
        used += length + 1;
        return (long) (chunks.size() - 1) << 32 | from;
    }

    /** Where the state is, or an empty slot for it. */
    private int slot(byte[] state, int length) {
        int mask = table.length - 1;
        int slot = hash(state, 0, length) & mask;
        while (table[slot] != NONE && !holds(table[slot], state, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean holds(int known, byte[] state, int length) {
        byte[] chunk = chunks.get((int) (places[known] >>> 32));
        int from = (int) places[known];
        return (chunk[from] & 0xff) == length && Arrays.equals(chunk, from + 1, from + 1 + length, state, 0, length);
    }

    private void grow() {
        table = filled(2 * table.length);
        int mask = table.length - 1;
        for (int i = 0; i < size; i++) {
            byte[] chunk = chunks.get((int) (places[i] >>> 32));
            int from = (int) places[i];
            int slot = hash(chunk, from + 1, chunk[from] & 0xff) & mask;
            while (table[slot] != NONE) {
                slot = (slot + 1) & mask;
            }
            table[slot] = i;
        }
    }

    private static int hash(byte[] bytes, int from, int length) {
        int hash = 0x811c9dc5;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        hash ^= hash >>> 15;
        hash *= 0x2c1b3c6d;
        return hash ^ (hash >>> 13);
    }

    private static int[] filled(int length) {
        int[] empty = new int[length];
        Arrays.fill(empty, NONE);
        return empty;
    }
}
