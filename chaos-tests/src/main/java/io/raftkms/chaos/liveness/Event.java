package io.raftkms.chaos.liveness;

import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Victim;
import io.raftkms.chaos.run.Distance;
import java.time.Duration;
import java.util.Optional;

/** A row of the table of promises: what happens, how members stand to each other before, and what is aimed at. */
public enum Event {
    /** The leader is killed while another member holds the link. */
    LEADER_KILLED("leader crash (kill -9), another member holds the link", Fault.KILL, Victim.LEADER, 600, 1500),
    /** The leader is killed, and the link ends with it. */
    LEADER_WITH_LINK_KILLED("leader crash (kill -9), it holds the link", Fault.KILL, Victim.LEADER, 600, 1500),
    /** The member with the link is killed while another one leads. */
    HOLDER_KILLED("follower that holds the link crashes", Fault.KILL, Victim.HOLDER, 400, 800),
    /** Leadership is moved by the command. */
    TRANSFER("planned transfer", 100, 400),
    /** The member with the link hears no other member any more, nor they it. */
    HOLDER_CUT("follower that holds the link is cut off from the leader", Fault.CUT, Victim.HOLDER, 2000, 2000),
    /** The leader stands still while another member holds the link. */
    LEADER_FROZEN("leader frozen while another member holds the link", Fault.FREEZE, Victim.LEADER, 1200, 2000),
    /** Silence from the host of the link, also towards the node. */
    HOLDER_VANISHED("host of the link holder dies silently", Fault.VANISH, Victim.HOLDER, 5100, 5100),
    /** As the first, at the distances of a region: 3x timeout.max + RTT. */
    REGION("leader crash, profile `region`", Fault.KILL, Victim.LEADER, Distance.REGION, 1810, 1810),
    /** As the first, at the distances of a continent: 4x timeout.max + RTT. */
    CONTINENT("leader crash, profile `continent`", Fault.KILL, Victim.LEADER, Distance.CONTINENT, 4060, 4060);

    private final String text;
    private final Optional<Fault> fault;
    private final Victim victim;
    private final Distance distance;
    private final Duration median;
    private final Duration worst;

    Event(String text, Fault fault, Victim victim, int medianMillis, int worstMillis) {
        this(text, fault, victim, Distance.LAN, medianMillis, worstMillis);
    }

    Event(String text, int medianMillis, int worstMillis) {
        this(text, null, Victim.LEADER, Distance.LAN, medianMillis, worstMillis);
    }

    Event(String text, Fault fault, Victim victim, Distance distance, int medianMillis, int worstMillis) {
        this.text = text;
        this.fault = Optional.ofNullable(fault);
        this.victim = victim;
        this.distance = distance;
        median = Duration.ofMillis(medianMillis);
        worst = Duration.ofMillis(worstMillis);
    }

    /** What is done to the victim; empty for a transfer. */
    Optional<Fault> fault() {
        return fault;
    }

    Victim victim() {
        return victim;
    }

    Distance distance() {
        return distance;
    }

    /** True if the round wants leadership and link on one member. */
    boolean leaderHoldsLink() {
        return this == LEADER_WITH_LINK_KILLED;
    }

    /** What the promise aims at, in the middle. */
    Duration median() {
        return median;
    }

    /** What the promise aims at, at worst. */
    Duration worst() {
        return worst;
    }

    /** As the table has it. */
    @Override
    public String toString() {
        return text;
    }
}
