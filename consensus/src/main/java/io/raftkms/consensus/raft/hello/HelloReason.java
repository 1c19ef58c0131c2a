package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.Fault;

/** Why a member does not let another one run. The number travels: never changed, never given again. */
public enum HelloReason {
    OTHER_CLUSTER(1, Fault.HELLO_NOT_A_MEMBER, false, "it belongs to another cluster"),
    /** The same end as that of a running member which notices by itself that the group goes on without it. */
    REPLACED(2, Fault.MEMBER_REMOVED, false, "the group has another identity in this member's place, or none"),
    BEGUN_ANEW(
            3,
            Fault.HELLO_BEGUN_ANEW,
            false,
            "it knows this member from another data directory: this one is new, or the disk was lost, or there are two"
                    + " machines with one identity"),
    FORMED_BEFORE(
            4,
            Fault.HELLO_BEGUN_ANEW,
            false,
            "it knows that this member was formed, while its data directory says that it never ran: it is a copy from"
                    + " before"),
    LOG_OLD(
            5,
            Fault.HELLO_STATE_OLD,
            false,
            "this member has acknowledged more than its log holds: the log was lost, or an older copy was put there"),
    VOTE_OLD(
            6,
            Fault.HELLO_STATE_OLD,
            false,
            "this member has taken part in a later term than its vote file knows: an older copy was put there"),
    NEWER_START(
            7,
            Fault.HELLO_START_SUPERSEDED,
            false,
            "it has seen a newer start of this member: this one is a copy from before, or was started over by another"),
    TWIN_START(
            8,
            Fault.HELLO_START_SUPERSEDED,
            false,
            "it has seen another start with the same number: two copies of this member's data directory were started"),
    /** Asked again for a while: the older process may be dying. */
    RUNS_TWICE(9, Fault.HELLO_RUNS_TWICE, true, "an earlier start of this member still runs and answers");

    private final int number;
    private final Fault fault;
    private final boolean passing;
    private final String sentence;

    HelloReason(int number, Fault fault, boolean passing, String sentence) {
        this.number = number;
        this.fault = fault;
        this.passing = passing;
        this.sentence = sentence;
    }

    int number() {
        return number;
    }

    /** What a member that is refused ends with. */
    public Fault fault() {
        return fault;
    }

    /** Whether it may stop being true by itself within seconds. */
    boolean passing() {
        return passing;
    }

    /** What the one that refuses says, without subject. */
    String sentence() {
        return sentence;
    }

    static HelloReason of(int number) {
        for (HelloReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no reason has number " + number);
    }
}
