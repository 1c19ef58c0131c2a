package io.raftkms.consensus.model;

import java.util.Arrays;

/**
 * Three members before their cluster is formed. What a member says of itself is one number (see {@link FormingTable}): its
 * disk, whether it is formed, and whose disks it has counted.
 */
final class FormingState {
    static final int MEMBERS = 3;

    /** What each member's disk says. */
    final int[] said = new int[MEMBERS];
    /** What each has heard of the others since its own count; 0 for nothing, else one more than what was said. */
    final int[][] heard = new int[MEMBERS][MEMBERS];
    /** Answers on their way to each, in the same way. */
    final int[][] onItsWay = new int[MEMBERS][MEMBERS];

    int wipes;
    /** The count with which a member formed last, as a number that is not 0. */
    int formedCount;
    /** Who ever formed with it, bits of members. */
    int formers;

    String broken;

    FormingState copy() {
        FormingState copy = new FormingState();
        for (int i = 0; i < MEMBERS; i++) {
            copy.said[i] = said[i];
            System.arraycopy(heard[i], 0, copy.heard[i], 0, MEMBERS);
            System.arraycopy(onItsWay[i], 0, copy.onItsWay[i], 0, MEMBERS);
        }
        copy.wipes = wipes;
        copy.formedCount = formedCount;
        copy.formers = formers;
        return copy;
    }

    /** A start, or a new count: what was heard before does not count. */
    void forget(int member) {
        Arrays.fill(heard[member], 0);
        Arrays.fill(onItsWay[member], 0);
    }
}
