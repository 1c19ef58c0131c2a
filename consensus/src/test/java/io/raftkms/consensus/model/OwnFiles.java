package io.raftkms.consensus.model;

import io.raftkms.consensus.model.MarkTable.MarkRecord;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.protocol.signbytes.HeightRoundStep;

/** Watermark and run.json of a member, by the tables of {@code Watermark} and {@code LogScan}. */
final class OwnFiles {
    private final Setup setup;
    private final MarkTable marks = new MarkTable();

    OwnFiles(Setup setup) {
        this.setup = setup;
    }

    /**
     * An applied entry set the mark; it is recorded unless it cannot be.
     *
     * @param before the ledger that it was applied to
     */
    boolean follows(MemberState member, int entry, int before) {
        if (!setup.bounds.has(Bounds.Option.OWN_FILES)) {
            return true;
        }
        MarkRecord change = new MarkRecord(setup.ledgers.mark(member.ledger), position(entry));
        boolean reserves = change.at().compareTo(setup.ledgers.mark(before)) > 0;
        if (member.mark != 0) {
            MarkRecord record = marks.get(member.mark);
            boolean replay = change.entry().index() <= record.entry().index();
            boolean fits = !isOfAnotherLog(change, record)
                    && (replay || !reserves || change.at().compareTo(record.at()) > 0);
            if (!fits && setup.has(Safeguard.WATERMARK_COMPARED)) {
                return false;
            }
            if (replay) {
                return true;
            }
        }
        member.mark = marks.number(change);
        return true;
    }

    private static boolean isOfAnotherLog(MarkRecord change, MarkRecord record) {
        int order = Long.compare(change.entry().index(), record.entry().index());
        int terms = Long.compare(change.entry().term(), record.entry().term());
        return order == 0 ? terms != 0 || !change.at().equals(record.at()) : order * terms < 0;
    }

    /** Once everything is applied again that the watermark has seen, the ledger is held against it. */
    void applied(MemberState member) {
        if (member.mark == 0 || !setup.has(Safeguard.WATERMARK_COMPARED)) {
            return;
        }
        MarkRecord record = marks.get(member.mark);
        boolean behind = setup.ledgers.mark(member.ledger).compareTo(record.at()) < 0;
        if (member.commit >= record.entry().index() && behind) {
            member.status = MemberState.ENDED;
        }
    }

    /** Whether the log reaches what these files name as applied. */
    boolean reached(MemberState member) {
        HeightRoundStep none = HeightRoundStep.ZERO;
        return has(member.log, member.run)
                && (member.mark == 0
                        || marks.get(member.mark).at().equals(none)
                        || has(
                                member.log,
                                Logs.position(
                                        (int) marks.get(member.mark).entry().term(),
                                        (int) marks.get(member.mark).entry().index())));
    }

    private boolean has(int log, int position) {
        int index = position & 0xff;
        int term = position >>> 8;
        int there = setup.logs.upTo(log, index);
        if (there != 0) {
            return setup.logs.lastTerm(there) == term;
        }
        int snapshot = setup.logs.snapshotOf(log);
        return setup.logs.lastIndex(snapshot) > index && setup.logs.lastTerm(snapshot) >= term;
    }

    private LogPosition position(int entry) {
        return new LogPosition(setup.logs.lastTerm(entry), setup.logs.lastIndex(entry));
    }
}
