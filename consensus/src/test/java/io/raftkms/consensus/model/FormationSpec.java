package io.raftkms.consensus.model;

import io.raftkms.consensus.raft.hello.FormationDecisions.Kind;
import io.raftkms.consensus.raft.hello.FormationDecisions.Next;
import io.raftkms.consensus.raft.hello.HelloVerdict;
import java.util.Optional;
import java.util.Set;

/**
 * The first start of a cluster: members ask each other, answers take their time, members stop and start, disks are lost.
 * The promise: once two members have formed, nobody ever forms with another count; and never beside one that has.
 */
final class FormationSpec implements Spec<FormingState> {
    private final int mostWipes;
    private final boolean late;
    private final boolean confirms;
    private final FormingTable table = new FormingTable();
    private final FormingEncoding encoding = new FormingEncoding();

    /**
     * @param mostWipes how many disks are lost, 3 at most
     * @param late whether answers are on their way for a while, too; else what was heard is only acted on later
     */
    FormationSpec(int mostWipes, boolean late, Set<Safeguard> removed) {
        this.late = late;
        this.mostWipes = mostWipes;
        this.confirms = !removed.contains(Safeguard.COUNT_CONFIRMED);
    }

    @Override
    public FormingState initial() {
        return new FormingState();
    }

    @Override
    public void steps(FormingState from, Steps<FormingState> to) {
        for (int m = 0; m < FormingState.MEMBERS; m++) {
            stop(from, m, to);
            wipe(from, m, to);
            for (int other = 0; other < FormingState.MEMBERS && !FormingTable.formed(from.said[m]); other++) {
                if (other != m) {
                    answer(from, m, other, to);
                    if (late && from.onItsWay[m][other] != 0) {
                        hear(from, m, other, from.onItsWay[m][other], to);
                    }
                }
            }
        }
    }

    private void stop(FormingState from, int m, Steps<FormingState> to) {
        FormingState next = from.copy();
        next.forget(m);
        to.take(() -> name(m) + " stops and starts", next);
    }

    private void wipe(FormingState from, int m, Steps<FormingState> to) {
        if (from.wipes == mostWipes) {
            return;
        }
        FormingState next = from.copy();
        next.wipes++;
        next.forget(m);
        next.said[m] = FormingTable.said(FormingTable.disk(from.said[m]) + 1, false, 0);
        to.take(() -> name(m) + " loses its disk and starts with an empty one", next);
    }

    private void answer(FormingState from, int m, int other, Steps<FormingState> to) {
        if (late && from.onItsWay[m][other] == from.said[other] + 1) {
            return;
        }
        boolean refuses = refuses(other, from.said[other], m, from.said[m]);
        boolean doubted = refuses(m, from.said[m], other, from.said[other]);
        if (refuses || doubted) {
            return;
        }
        if (!late) {
            if (from.heard[m][other] != from.said[other] + 1) {
                hear(from, m, other, from.said[other] + 1, to);
            }
            return;
        }
        FormingState next = from.copy();
        next.onItsWay[m][other] = from.said[other] + 1;
        to.take(() -> name(other) + " answers " + name(m) + ": " + words(from.said[other]), next);
    }

    /** A refused member ends, and starts again as it was; one that must not run itself is not heard. */
    private boolean refuses(int judge, int own, int other, int said) {
        return table.judge(judge, own, other, said) instanceof HelloVerdict.Refuse;
    }

    private void hear(FormingState from, int m, int other, int answer, Steps<FormingState> to) {
        FormingState next = from.copy();
        next.heard[m][other] = answer;
        next.onItsWay[m][other] = 0;
        Next step = table.next(m, next.said[m], next.heard[m]);
        int count = FormingTable.number(step.count());
        if (step.kind() == Kind.FORM || (step.kind() == Kind.COUNT && !confirms)) {
            next.said[m] = FormingTable.said(FormingTable.disk(next.said[m]), true, count);
            next.forget(m);
            formed(next, m, count);
        } else if (FormingTable.counts(step)) {
            next.said[m] = FormingTable.said(FormingTable.disk(next.said[m]), false, count);
            next.forget(m);
        }
        to.take(
                () -> name(m) + " hears of " + name(other) + ": " + words(answer - 1)
                        + (next.said[m] == from.said[m] ? "" : ", and is now " + words(next.said[m])),
                next);
    }

    /**
     * One member that forms alone can do nothing: with its disk its count may go. Once two have formed, a majority may have
     * committed something; from then on, and beside any disk that says so, there is one count only.
     */
    private static void formed(FormingState state, int member, int count) {
        if (state.formedCount != 0 && state.formedCount != count) {
            boolean together = Integer.bitCount(state.formers) > 1;
            boolean beside = false;
            for (int i = 0; i < FormingState.MEMBERS; i++) {
                beside |= i != member && FormingTable.formed(state.said[i]);
            }
            if (together || beside) {
                state.broken = name(member) + " formed with " + disks(count) + ", another one with "
                        + disks(state.formedCount);
            }
            state.formers = 0;
        }
        state.formers |= 1 << member;
        state.formedCount = count;
    }

    @Override
    public Optional<String> broken(FormingState state) {
        return Optional.ofNullable(state.broken);
    }

    @Override
    public void encode(FormingState state, Bytes to) {
        encoding.encode(state, to);
    }

    @Override
    public FormingState decode(byte[] encoded) {
        return encoding.decode(encoded);
    }

    private static String words(int said) {
        int count = FormingTable.count(said);
        return (FormingTable.formed(said) ? "formed" : count == 0 ? "fresh" : "counted")
                + (count == 0 ? "" : " with " + disks(count)) + ", disk " + FormingTable.disk(said);
    }

    private static String disks(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < FormingState.MEMBERS; i++) {
            words.append(i == 0 ? "" : ", ").append(name(i)).append(" disk ").append((count >>> 3 * i & 7) - 1);
        }
        return words.toString();
    }

    private static String name(int member) {
        return ClusterState.name(member);
    }
}
