package io.raftkms.chaos.kills;

/** What a round does, and to whom. */
public enum Blow {
    /** SIGKILL of the leader, while another member holds the link. */
    KILL_LEADER("kill -9 of the leader"),
    /** SIGKILL of the member that holds the link, while another one leads. */
    KILL_LINK_HOLDER("kill -9 of the member with the link"),
    /** SIGKILL of a leader that holds the link. */
    KILL_BOTH("kill -9 of a leader with the link"),
    /** SIGTERM of the leader, while another member holds the link. */
    STOP_LEADER("SIGTERM of the leader");

    private final String text;

    Blow(String text) {
        this.text = text;
    }

    /** True if the member dies without a word. */
    boolean kills() {
        return this != STOP_LEADER;
    }

    /** True if the round wants leadership and link on one member. */
    boolean leaderHoldsLink() {
        return this == KILL_BOTH;
    }

    @Override
    public String toString() {
        return text;
    }
}
