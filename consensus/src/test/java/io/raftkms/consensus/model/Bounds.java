package io.raftkms.consensus.model;

import io.raftkms.consensus.ledger.Command;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How much can happen.
 *
 * @param name of this part of the model
 * @param wishes what validator nodes ask for
 * @param history commands applied to the ledger before it begins
 * @param admin an operator's commands, given in this order
 * @param terms highest Raft term
 * @param entries highest log index
 * @param crashes losses of power of one member each: what is not forced is gone
 * @param kills ends of a process: memory is gone, what was written stays, forced or not
 * @param snapshots how many are taken
 * @param options what else is in it
 */
record Bounds(
        String name,
        Set<Wish> wishes,
        List<Command> history,
        List<Command> admin,
        int terms,
        int entries,
        int crashes,
        int kills,
        int snapshots,
        int tamperings,
        Set<Option> options) {
    /** As often as one likes. */
    static final int ANY = 99;

    /** Parts that cost states, so only where something is to be seen by them. */
    enum Option {
        /** Appends are on their way for a while; else they arrive at once or never. */
        DELAYED_APPENDS,
        /** A decision and the release of its signature are two steps. */
        DELAYED_RELEASES,
        /** Followers learn what is committed and apply it. */
        FOLLOWERS_APPLY,
        /** Watermark and run.json. */
        OWN_FILES,
        /** A start greets before Raft runs. */
        HELLO,
        /** Only the member whose disk somebody touches loses power. */
        WITNESSES_STAY_UP,
        /** A crashed member's whole disk is put back to what it was at the formation. */
        DISK_RESTORED,
        /** Only the Raft directory is. */
        RAFT_RESTORED,
        /** The disk is lost and an empty one is in its place. */
        DISK_WIPED,
        /** Somebody else's hand touches only what a reachable peer, asked first, has seen later: the promise S4 goes no further. */
        WITNESS_FIRST,
        /** That peer has seen the end of the log, and need not know of the last vote: the candidate that got it may be away. */
        VOTES_UNTOLD,
        /** A process takes appends of one leader in a term, as Ratis does; else two of one term would both be heard. */
        ONE_LEADER_A_LIFE,
        /** No power is lost before something was released: for searches whose way begins so. */
        CRASHES_AFTER_RELEASE
    }

    static Bounds of(String name, int terms, int entries, Wish... wishes) {
        return new Bounds(
                name,
                EnumSet.copyOf(List.of(wishes)),
                List.of(),
                List.of(),
                terms,
                entries,
                0,
                0,
                0,
                0,
                EnumSet.noneOf(Option.class));
    }

    Bounds crashes(int most) {
        return new Bounds(name, wishes, history, admin, terms, entries, most, kills, snapshots, tamperings, options);
    }

    Bounds kills(int most) {
        return new Bounds(name, wishes, history, admin, terms, entries, crashes, most, snapshots, tamperings, options);
    }

    Bounds snapshots(int most) {
        return new Bounds(name, wishes, history, admin, terms, entries, crashes, kills, most, tamperings, options);
    }

    Bounds tamperings(int most) {
        return new Bounds(name, wishes, history, admin, terms, entries, crashes, kills, snapshots, most, options);
    }

    Bounds after(Command... before) {
        return new Bounds(
                name, wishes, List.of(before), admin, terms, entries, crashes, kills, snapshots, tamperings, options);
    }

    Bounds operator(Command... given) {
        return new Bounds(
                name, wishes, history, List.of(given), terms, entries, crashes, kills, snapshots, tamperings, options);
    }

    Bounds with(Option... more) {
        Set<Option> all = EnumSet.noneOf(Option.class);
        all.addAll(options);
        all.addAll(List.of(more));
        return new Bounds(name, wishes, history, admin, terms, entries, crashes, kills, snapshots, tamperings, all);
    }

    String title() {
        return name + " (" + terms + " terms, " + entries + " entries)";
    }

    boolean has(Option option) {
        return options.contains(option);
    }
}
