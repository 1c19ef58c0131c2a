package io.raftkms.consensus.model;

import java.util.Arrays;

/** One member: what its disk holds, what its memory holds. Logs and ledgers by their numbers; ends of logs as in {@link Logs}. */
final class MemberState implements Cloneable {
    static final int RUNNING = 0;
    /** Greets; Raft does not run yet. */
    static final int STARTING = 1;
    /** Refused, or has stopped itself, and is not started again. */
    static final int ENDED = 2;

    int status;

    // Raft: what the process believes, and what the disk would give back after power loss.
    int term;
    int savedTerm;
    int log;
    int disk;
    /** The log found at start, which Ratis takes for forced; differs from the disk only where a start does not force. */
    int found;

    // Memory only.
    int leading;
    /** The term in which it led last since it started: it answers for entries of that term. */
    int ledTerm;
    /** Known to be committed, and applied. */
    int commit;

    int ledger;
    int[] match = new int[3];
    /** An append on its way to this member. */
    int sentTerm;

    int sentLog;
    /** Decided and not released yet, bits of wishes. */
    int owed;
    /** Submissions since the start. */
    int calls;

    // Its own files: the number of a record of the watermark, and the end of what was applied.
    int mark;
    int savedMark;
    int run;

    // Hello.
    /** Whether it is the one whose disk somebody will touch: only of that one is anything known and asked. */
    int victim;

    int starts;
    /** Tells the starts of copies apart. */
    int life;
    /** Which disk: 0 the one that was there at the formation. */
    int firstStart;

    int formed;
    int begunEnd;
    int begunTerm;
    /** Who accepted this start, bits of members. */
    int accepted;
    /** What is known of the others, numbers of {@link Witnessed}. */
    int[] known = new int[3];
    /** Whether somebody changed its disk; what was on it before. */
    int tampered;

    int lostEnd;
    int lostTerm;

    boolean running() {
        return status == RUNNING;
    }

    boolean leads() {
        return leading == 1;
    }

    MemberState copy() {
        try {
            MemberState copy = (MemberState) clone();
            copy.match = match.clone();
            copy.known = known.clone();
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** All that the loss of power, or the end of a process, takes. */
    void forgetMemory() {
        leading = 0;
        ledTerm = 0;
        sentTerm = 0;
        sentLog = 0;
        owed = 0;
        calls = 0;
        accepted = 0;
        Arrays.fill(match, 0);
    }

    /** Everything that names no member. */
    int[] scalars() {
        return new int[] {
            status,
            term,
            savedTerm,
            log,
            disk,
            found,
            leading,
            ledTerm,
            commit,
            ledger,
            sentTerm,
            sentLog,
            owed,
            calls,
            mark,
            savedMark,
            run,
            starts,
            life,
            firstStart,
            formed,
            begunEnd,
            begunTerm,
            tampered,
            lostEnd,
            lostTerm,
            victim
        };
    }

    void setScalars(int[] from) {
        int i = 0;
        status = from[i++];
        term = from[i++];
        savedTerm = from[i++];
        log = from[i++];
        disk = from[i++];
        found = from[i++];
        leading = from[i++];
        ledTerm = from[i++];
        commit = from[i++];
        ledger = from[i++];
        sentTerm = from[i++];
        sentLog = from[i++];
        owed = from[i++];
        calls = from[i++];
        mark = from[i++];
        savedMark = from[i++];
        run = from[i++];
        starts = from[i++];
        life = from[i++];
        firstStart = from[i++];
        formed = from[i++];
        begunEnd = from[i++];
        begunTerm = from[i++];
        tampered = from[i++];
        lostEnd = from[i++];
        lostTerm = from[i++];
        victim = from[i++];
    }

    /** How many {@link #scalars} there are. */
    static int scalarCount() {
        return 27;
    }
}
