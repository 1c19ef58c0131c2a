package io.raftkms.consensus.model;

/** States of a formation as bytes: of the encodings under all orders of the members the smallest one. */
final class FormingEncoding {
    private static final int DISK_AND_FORMED = 3;
    private static final int COUNTED = 3;

    private final Bytes other = new Bytes();
    private final int[] place = new int[FormingState.MEMBERS];

    void encode(FormingState state, Bytes to) {
        encode(state, Encoding.ORDERS[0], to);
        for (int i = 1; i < Encoding.ORDERS.length; i++) {
            encode(state, Encoding.ORDERS[i], other);
            if (other.compareTo(to) < 0) {
                to.clear();
                to.put(other);
            }
        }
    }

    private void encode(FormingState state, int[] order, Bytes to) {
        int formers = 0;
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
            formers |= (state.formers >> order[i] & 1) << i;
        }
        to.clear();
        to.put(state.wipes);
        to.put(count(state.formedCount));
        to.put(formers);
        for (int i : order) {
            to.put(said(state.said[i]));
            for (int j : order) {
                to.put(answer(state.heard[i][j]));
                to.put(answer(state.onItsWay[i][j]));
            }
        }
    }

    private int answer(int answer) {
        return answer == 0 ? 0 : said(answer - 1) + 1;
    }

    private int said(int said) {
        return said & (1 << DISK_AND_FORMED) - 1 | count(FormingTable.count(said)) << DISK_AND_FORMED;
    }

    /** Whose disks were counted, each in the place of its member. */
    private int count(int count) {
        int moved = 0;
        for (int i = 0; i < FormingState.MEMBERS && count != 0; i++) {
            moved |= (count >>> COUNTED * i & (1 << COUNTED) - 1) << COUNTED * place[i];
        }
        return moved;
    }

    FormingState decode(byte[] encoded) {
        Bytes from = new Bytes(encoded);
        FormingState state = new FormingState();
        state.wipes = from.next();
        state.formedCount = from.next();
        state.formers = from.next();
        for (int i = 0; i < FormingState.MEMBERS; i++) {
            state.said[i] = from.next();
            for (int j = 0; j < FormingState.MEMBERS; j++) {
                state.heard[i][j] = from.next();
                state.onItsWay[i][j] = from.next();
            }
        }
        return state;
    }
}
