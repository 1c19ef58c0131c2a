package io.raftkms.consensus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** S1, S2 and S3 of the promises, held against every release and every state. */
final class Promises {
    private Promises() {}

    static void release(Setup setup, ClusterState state, int m, Wish signed) {
        check(setup, state, m, signed);
        state.released |= signed.bit();
    }

    private static void check(Setup setup, ClusterState state, int m, Wish signed) {
        for (Wish other : Wish.values()) {
            if (other != signed && other.at().equals(signed.at()) && (state.released & other.bit()) != 0) {
                state.broken = "S1: signed twice at " + signed.at() + ": " + other + ", and " + signed;
                return;
            }
        }
        if (setup.promises(2)) {
            s2AtRelease(setup, state, m, signed);
        }
        boolean known = (state.askedInTime & signed.bit()) != 0 || (setup.ledgers.held(0) & signed.bit()) != 0;
        if (setup.promises(3) && !known) {
            state.broken = "S3: " + signed + " is released, which nobody had asked for before a higher one was";
        }
    }

    private static void s2AtRelease(Setup setup, ClusterState state, int m, Wish signed) {
        if ((setup.ledgers.held(state.at(m).ledger) & signed.bit()) == 0) {
            state.broken = "S2: " + signed + " is signed where its reservation is not applied";
            return;
        }
        int disks = 0;
        for (MemberState member : state.members) {
            disks += (setup.held(member.disk) & signed.bit()) != 0 ? 1 : 0;
        }
        if (disks < 2 && state.tamperings == 0) {
            state.broken = "S2: " + signed + " is signed while its reservation is on " + disks + " of 3 disks";
        }
    }

    /** Whether every majority that could be started now covers everything that was released. */
    static Optional<String> broken(Setup setup, ClusterState state) {
        if (state.broken != null || state.released == 0 || !setup.promises(2)) {
            return Optional.ofNullable(state.broken);
        }
        for (int i = 0; i < ClusterState.MEMBERS; i++) {
            for (int j = i + 1; j < ClusterState.MEMBERS; j++) {
                if (startable(state.at(i)) && startable(state.at(j))) {
                    int missing = missing(setup, state, i, j);
                    if (missing != 0) {
                        return Optional.of("S2: after power loss of all, "
                                + ClusterState.name(i) + " and " + ClusterState.name(j) + " would not know of "
                                + words(missing));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startable(MemberState member) {
        return member.tampered == 0 && member.status != MemberState.ENDED;
    }

    /** The longer log wins; where the two are equally long, either may. */
    private static int missing(Setup setup, ClusterState state, int i, int j) {
        int one = state.at(i).disk;
        int other = state.at(j).disk;
        int order = Integer.compare(setup.logs.end(one), setup.logs.end(other));
        int covered = order > 0
                ? setup.covered(one)
                : order < 0 ? setup.covered(other) : setup.covered(one) & setup.covered(other);
        return state.released & ~covered;
    }

    private static String words(int wishes) {
        List<String> words = new ArrayList<>();
        for (Wish wish : Wish.values()) {
            if ((wishes & wish.bit()) != 0) {
                words.add(wish.toString());
            }
        }
        return String.join(" and ", words);
    }
}
