package io.raftkms.consensus.model;

import static io.raftkms.consensus.model.Bounds.ANY;
import static io.raftkms.consensus.model.Wish.A_AT_1;
import static io.raftkms.consensus.model.Wish.A_AT_2;
import static io.raftkms.consensus.model.Wish.A_LATER_AT_1;
import static io.raftkms.consensus.model.Wish.B_AT_1;
import static io.raftkms.consensus.model.Wish.B_AT_2;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.model.Bounds.Option;
import io.raftkms.consensus.rule.Pause;
import java.util.OptionalLong;

/** The parts of the model: each looks at one thing closely, so that all of it can be seen. */
final class Parts {
    private Parts() {}

    /** Elections, appends, commits, any number of losses of power. */
    static Bounds raft(int terms, int entries) {
        return Bounds.of("raft", terms, entries, A_AT_1, B_AT_1).crashes(ANY);
    }

    /** The same without. */
    static Bounds raftWithoutCrashes(int terms, int entries) {
        return Bounds.of("raft without crashes", terms, entries, A_AT_1, B_AT_1);
    }

    /** Two heights; requests for the lower one come late, and in two versions that differ in time. */
    static Bounds heights(int terms, int entries) {
        return Bounds.of("heights", terms, entries, A_AT_1, B_AT_1, A_LATER_AT_1, A_AT_2)
                .crashes(ANY);
    }

    /** Two heights, for call ids that repeat. */
    static Bounds repeatedCalls(int terms, int entries) {
        return Bounds.of("repeated calls", terms, entries, A_AT_1, B_AT_1, A_AT_2)
                .crashes(ANY);
    }

    /** Signatures are released some time after they were decided on. */
    static Bounds lateReleases(int terms, int entries) {
        return Bounds.of("late releases", terms, entries, A_AT_1, B_AT_1, A_AT_2)
                .crashes(ANY)
                .with(Option.DELAYED_RELEASES);
    }

    /** Appends arrive some time after they were sent, in later terms too. */
    static Bounds lateAppends(int terms, int entries) {
        return Bounds.of("late appends", terms, entries, A_AT_1, B_AT_1)
                .crashes(ANY)
                .with(Option.DELAYED_APPENDS);
    }

    /** Processes are killed as well: what they wrote stays, forced or not. */
    static Bounds kills(int terms, int entries) {
        return Bounds.of("kills", terms, entries, A_AT_1, B_AT_1).crashes(ANY).kills(ANY);
    }

    /** Snapshots are taken, read at start, and installed; the watermark is not looked at. */
    static Bounds snapshots(int terms, int entries) {
        return Bounds.of("snapshots", terms, entries, A_AT_1, B_AT_1)
                .crashes(ANY)
                .snapshots(1)
                .with(Option.FOLLOWERS_APPLY);
    }

    /** The same with the watermark, and ends of processes instead of losses of power, which may set it back by a second. */
    static Bounds ownFiles(int terms, int entries) {
        return Bounds.of("own files", terms, entries, A_AT_1, B_AT_1)
                .kills(1)
                .snapshots(1)
                .with(Option.FOLLOWERS_APPLY, Option.OWN_FILES);
    }

    /** The mark was set back below a reservation that was released: it binds. */
    static Bounds lowered(int terms, int entries) {
        return Bounds.of("lowered", terms, entries, A_AT_1, A_AT_2, B_AT_2)
                .after(reserved(A_AT_1), reserved(A_AT_2), paused(), lowered(), resumed())
                .crashes(ANY)
                .snapshots(1)
                .with(Option.FOLLOWERS_APPLY);
    }

    /** An operator pauses the key, sets its mark back, resumes and seals it, while it is asked. */
    static Bounds operator(int terms, int entries) {
        return Bounds.of("operator", terms, entries, A_AT_1, A_AT_2, B_AT_2)
                .after(reserved(A_AT_1), reserved(A_AT_2))
                .operator(paused(), lowered(), resumed(), new Command.Seal(Setup.KEY))
                .crashes(1);
    }

    private static Command reserved(Wish wish) {
        return new Command.Reserve(Setup.KEY, wish.reservation());
    }

    private static Command paused() {
        return new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.empty()));
    }

    /** To the lower of two reservations: the higher one binds. */
    private static Command lowered() {
        return new Command.Lower(Setup.KEY, A_AT_1.at(), false, "the chain went back");
    }

    private static Command resumed() {
        return new Command.Resume(new KeySelection.Every());
    }

    /** The same with peers that lose no power. */
    static Bounds disksRestoredBesideSteadyPeers(int terms, int entries) {
        return disksRestored(terms, entries).with(Option.WITNESSES_STAY_UP);
    }

    /** Whole disks are put back once something was released: then the logs alone show it. */
    static Bounds disksRestoredAfterRelease(int terms, int entries) {
        return Bounds.of("disks restored after a release", terms, entries, A_AT_1, B_AT_1)
                .crashes(1)
                .tamperings(1)
                .with(Option.HELLO, Option.DISK_RESTORED, Option.WITNESS_FIRST, Option.VOTES_UNTOLD)
                .with(Option.WITNESSES_STAY_UP, Option.CRASHES_AFTER_RELEASE);
    }

    /** Whole disks are put back, and a peer that has seen what is gone is reached first. */
    static Bounds disksRestored(int terms, int entries) {
        return disksRestoredWithoutWitness(terms, entries).with(Option.WITNESS_FIRST);
    }

    /** Whole disks are put back, and whoever has seen what is gone may be away. */
    static Bounds disksRestoredWithoutWitness(int terms, int entries) {
        return Bounds.of("disks restored", terms, entries, A_AT_1, B_AT_1)
                .crashes(1)
                .tamperings(1)
                .with(Option.HELLO, Option.DISK_RESTORED);
    }

    /** Disks are lost, and empty ones take their place; any peer knows. */
    static Bounds disksLost(int terms, int entries) {
        return Bounds.of("disks lost", terms, entries, A_AT_1, B_AT_1)
                .crashes(1)
                .tamperings(1)
                .with(Option.HELLO, Option.DISK_WIPED);
    }

    /** The same with peers that lose no power. */
    static Bounds disksLostBesideSteadyPeers(int terms, int entries) {
        return disksLost(terms, entries).with(Option.WITNESSES_STAY_UP);
    }

    /** Raft directories are put back; the member's own files stay, and no peer knows anything. */
    static Bounds raftRestored(int terms, int entries) {
        return Bounds.of("Raft directories restored", terms, entries, A_AT_1, B_AT_1)
                .tamperings(1)
                .with(Option.FOLLOWERS_APPLY, Option.OWN_FILES, Option.RAFT_RESTORED);
    }
}
