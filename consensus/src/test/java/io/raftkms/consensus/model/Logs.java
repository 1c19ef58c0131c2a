package io.raftkms.consensus.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Every log that there ever was, each a number: a log is its last entry and the log before it. One begins with what stands
 * before its first entry: the empty log, or a snapshot.
 */
final class Logs {
    /** The entry of Ratis with which a leader begins. */
    static final int START = 63;

    private final Map<Long, Integer> numbers = new HashMap<>();
    private int[] before = new int[64];
    private int[] index = new int[64];
    private int[] term = new int[64];
    private int[] command = new int[64];
    private boolean[] asks = new boolean[64];
    private int size = 1;

    /**
     * A log that is nothing but a snapshot.
     *
     * @param ledger number of the state in it
     */
    int snapshot(int lastTerm, int lastIndex, int ledger) {
        return number(1L << 60 | (long) ledger << 16 | lastTerm << 8 | lastIndex, 0, lastTerm, lastIndex, ledger);
    }

    int append(int log, int entryTerm, int entry) {
        return number((long) log << 20 | entryTerm << 16 | entry, log, entryTerm, index[log] + 1, entry);
    }

    int lastIndex(int log) {
        return index[log];
    }

    int lastTerm(int log) {
        return term[log];
    }

    /** Where a log ends: by term, then by index, as {@code LogPosition} orders it. */
    int end(int log) {
        return position(term[log], index[log]);
    }

    static int position(int term, int index) {
        return term << 8 | index;
    }

    /** What the last entry asks; of a snapshot, the state in it. */
    int command(int log) {
        return command[log];
    }

    boolean isSnapshot(int log) {
        return before[log] == 0;
    }

    int snapshotOf(int log) {
        int at = log;
        while (before[at] != 0) {
            at = before[at];
        }
        return at;
    }

    /** The log up to an index; 0 if it has no such entry, or only within its snapshot. */
    int upTo(int log, int last) {
        int at = log;
        while (at != 0 && index[at] > last) {
            at = before[at];
        }
        return at != 0 && index[at] == last ? at : 0;
    }

    /** Up to which index two logs are known to be the same; -1 if there is no such entry in both. */
    int common(int one, int other) {
        int a = one;
        int b = other;
        while (a != 0 && b != 0) {
            if (index[a] == index[b]) {
                if (term[a] == term[b]) {
                    return index[a];
                }
                a = before[a];
                b = before[b];
            } else if (index[a] > index[b]) {
                a = before[a];
            } else {
                b = before[b];
            }
        }
        return -1;
    }

    /** A log's entries after an index, on another log that ends there. */
    int rebase(int log, int after, int base) {
        if (index[log] == after) {
            return base;
        }
        return append(rebase(before[log], after, base), term[log], command[log]);
    }

    /** Whether an entry that asks something stands in a log after its snapshot. */
    boolean has(int log, int entry) {
        for (int at = log; before[at] != 0; at = before[at]) {
            if (command[at] == entry) {
                return true;
            }
        }
        return false;
    }

    /** The same, in entries of one term. */
    boolean has(int log, int entryTerm, int entry) {
        for (int at = log; before[at] != 0; at = before[at]) {
            if (command[at] == entry && term[at] == entryTerm) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is made of the first ledger and starts of leaders. */
    boolean asksNothing(int log) {
        return !asks[log];
    }

    /** The log without its last entry. */
    int before(int log) {
        return before[log];
    }

    private int number(long key, int previous, int lastTerm, int lastIndex, int entry) {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        if (size == before.length) {
            before = Arrays.copyOf(before, 2 * size);
            index = Arrays.copyOf(index, 2 * size);
            term = Arrays.copyOf(term, 2 * size);
            command = Arrays.copyOf(command, 2 * size);
            asks = Arrays.copyOf(asks, 2 * size);
        }
        before[size] = previous;
        index[size] = lastIndex;
        term[size] = lastTerm;
        command[size] = entry;
        asks[size] = previous == 0 ? entry != 0 : asks[previous] || entry != START;
        numbers.put(key, size);
        return size++;
    }
}
