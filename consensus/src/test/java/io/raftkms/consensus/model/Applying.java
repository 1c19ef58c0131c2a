package io.raftkms.consensus.model;

import io.raftkms.consensus.model.LedgerTable.Applied;

/** What a member does with committed entries: applies them, answers who asked, releases. */
final class Applying {
    /** The rule has decided before the entry was appended: only where the model does without {@link Safeguard#DECIDED_AT_APPLY}. */
    static final int GRANTED = 1 << 6;

    private static final int COMMAND = GRANTED - 1;

    private final Setup setup;
    private final OwnFiles files;

    Applying(Setup setup, OwnFiles files) {
        this.setup = setup;
        this.files = files;
    }

    /** Everything up to an index is committed, as this member knows now. */
    void upTo(ClusterState state, int m, int index) {
        MemberState member = state.at(m);
        while (member.commit < index && member.running()) {
            int entry = setup.logs.upTo(member.log, member.commit + 1);
            member.commit++;
            apply(state, m, entry);
        }
    }

    private void apply(ClusterState state, int m, int entry) {
        MemberState member = state.at(m);
        int asked = setup.logs.command(entry);
        if (asked != Logs.START) {
            Applied applied = setup.ledgers.apply(member.ledger, asked & COMMAND, setup.logs.lastIndex(entry));
            int before = member.ledger;
            member.ledger = applied.next();
            if (applied.moved() && !files.follows(member, entry, before)) {
                member.status = MemberState.ENDED;
                return;
            }
            if (setup.logs.lastTerm(entry) == member.ledTerm) {
                answer(state, m, asked, applied);
            }
        }
        files.applied(member);
    }

    private void answer(ClusterState state, int m, int asked, Applied applied) {
        Wish wish = setup.wish(asked & COMMAND);
        if (wish == null || !setup.has(Safeguard.SIGNED_AFTER_COMMIT)) {
            return;
        }
        int grants = (asked & GRANTED) != 0 ? wish.bit() : applied.grants();
        if (grants != 0) {
            decided(state, m, wish, grants);
        }
    }

    /** A decision to sign the bytes of one wish, in answer to another or the same. */
    void decided(ClusterState state, int m, Wish asked, int grants) {
        Wish granted = Wish.values()[Integer.numberOfTrailingZeros(grants)];
        if (!granted.at().equals(asked.at()) && setup.has(Safeguard.POSITION_COMPARED)) {
            return;
        }
        Wish signed = setup.has(Safeguard.RESERVED_BYTES_SIGNED) ? granted : asked;
        if (!signed.sameVote(asked)) {
            state.broken = "The answer to " + asked + " is a signature of " + signed;
            return;
        }
        if (setup.bounds.has(Bounds.Option.DELAYED_RELEASES)) {
            state.at(m).owed |= signed.bit();
        } else {
            Promises.release(setup, state, m, signed);
        }
    }
}
