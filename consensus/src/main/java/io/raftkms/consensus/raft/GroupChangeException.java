package io.raftkms.consensus.raft;

/** Why the group stays as it is, or what is not known about it. */
public final class GroupChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What a caller can make of it. */
    public enum Reason {
        /** Only a leader that is ready can change the group. */
        NOT_LEADER,
        /** Another change is under way, or came in between. */
        CONFLICT,
        /** The group is already, or is not, as the change presumes. */
        NO_SUCH_CHANGE,
        /** Too few up-to-date members would be left to commit. */
        QUORUM,
        /** The group would have, or still have, fewer voters than can lose one. */
        TOO_FEW,
        /** What the member that is to be added says of itself speaks against it. */
        UNFIT,
        /** The member to be removed leads. */
        LEADS,
        /** A member that has to take part does not answer, or did not catch up. */
        NO_ANSWER,
        /** The change may be made or not: ask the group. */
        UNKNOWN
    }

    private final Reason reason;

    GroupChangeException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
