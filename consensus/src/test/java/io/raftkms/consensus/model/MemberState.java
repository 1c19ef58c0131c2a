package io.raftkms.consensus.model;

import java.util.Arrays;

/** One member: what its disk holds, what its memory holds. Logs and ledgers by their numbers; ends of logs as in {@link Logs}. */
final class MemberState {
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
    final int[] match = new int[3];
    /** Whose appends it takes in its term since it started, one more than the leader's number; 0 for anybody's. */
    int follows;
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
    final int[] known = new int[3];
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

    /** Field by field: this is done for every step of a search. */
    MemberState copy() {
        MemberState copy = new MemberState();
        copyRaft(copy);
        copy.mark = mark;
        copy.savedMark = savedMark;
        copy.run = run;
        copy.victim = victim;
        copy.starts = starts;
        copy.life = life;
        copy.firstStart = firstStart;
        copy.formed = formed;
        copy.begunEnd = begunEnd;
        copy.begunTerm = begunTerm;
        copy.accepted = accepted;
        copy.tampered = tampered;
        copy.lostEnd = lostEnd;
        copy.lostTerm = lostTerm;
        for (int i = 0; i < match.length; i++) {
            copy.match[i] = match[i];
            copy.known[i] = known[i];
        }
        return copy;
    }

    private void copyRaft(MemberState copy) {
        copy.status = status;
        copy.term = term;
        copy.savedTerm = savedTerm;
        copy.log = log;
        copy.disk = disk;
        copy.found = found;
        copy.leading = leading;
        copy.ledTerm = ledTerm;
        copy.commit = commit;
        copy.ledger = ledger;
        copy.follows = follows;
        copy.sentTerm = sentTerm;
        copy.sentLog = sentLog;
        copy.owed = owed;
        copy.calls = calls;
    }

    /** All that the loss of power, or the end of a process, takes. */
    void forgetMemory() {
        leading = 0;
        ledTerm = 0;
        follows = 0;
        sentTerm = 0;
        sentLog = 0;
        owed = 0;
        calls = 0;
        accepted = 0;
        Arrays.fill(match, 0);
    }

    /**
     * Everything that names no member.
     *
     * @param besideRaft own files and hello as well
     */
    void write(Bytes to, boolean besideRaft) {
        to.put(status);
        to.put(term);
        to.put(savedTerm);
        to.put(log);
        to.put(disk);
        to.put(found);
        to.put(leading);
        to.put(ledTerm);
        to.put(commit);
        to.put(ledger);
        to.put(sentTerm);
        to.put(sentLog);
        to.put(owed);
        to.put(calls);
        if (besideRaft) {
            to.put(mark);
            to.put(savedMark);
            to.put(run);
            to.put(victim);
            to.put(starts);
            to.put(life);
            to.put(firstStart);
            to.put(formed);
            to.put(begunEnd);
            to.put(begunTerm);
            to.put(tampered);
            to.put(lostEnd);
            to.put(lostTerm);
        }
    }

    void read(Bytes from, boolean besideRaft) {
        status = from.next();
        term = from.next();
        savedTerm = from.next();
        log = from.next();
        disk = from.next();
        found = from.next();
        leading = from.next();
        ledTerm = from.next();
        commit = from.next();
        ledger = from.next();
        sentTerm = from.next();
        sentLog = from.next();
        owed = from.next();
        calls = from.next();
        if (besideRaft) {
            mark = from.next();
            savedMark = from.next();
            run = from.next();
            victim = from.next();
            starts = from.next();
            life = from.next();
            firstStart = from.next();
            formed = from.next();
            begunEnd = from.next();
            begunTerm = from.next();
            tampered = from.next();
            lostEnd = from.next();
            lostTerm = from.next();
        }
    }
}
