package io.raftkms.consensus.model;

import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;

/** What the two validator nodes of the key ask for. Node 1 wants block A, node 2 block B, or the same at another time. */
enum Wish {
    A_AT_1("a prevote for block A at height 1", Ask.prevote(1, 0, 'A')),
    B_AT_1("a prevote for block B at height 1", Ask.prevote(1, 0, 'B')),
    A_LATER_AT_1(
            "a prevote for block A at height 1 with another timestamp",
            Ask.prevote(1, 0, 'A').at(1)),
    A_AT_2("a prevote for block A at height 2", Ask.prevote(2, 0, 'A')),
    B_AT_2("a prevote for block B at height 2", Ask.prevote(2, 0, 'B'));

    static final String CHAIN = "model";

    private final String words;
    private final Ask ask;
    private final Reservation reservation;

    Wish(String words, Ask ask) {
        this.words = words;
        this.ask = ask;
        this.reservation = ask.on(CHAIN);
    }

    /** With true sign bytes. */
    Reservation reservation() {
        return reservation;
    }

    HeightRoundStep at() {
        return reservation.at();
    }

    int bit() {
        return 1 << ordinal();
    }

    /** Whether both cover the same but for the timestamp. */
    boolean sameVote(Wish other) {
        return ask.at(0).equals(other.ask.at(0));
    }

    @Override
    public String toString() {
        return words;
    }
}
