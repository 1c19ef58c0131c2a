package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.PeerRecord;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.Optional;

/**
 * Whether another member may run, from what this one knows and what the other says: a pure function. The first row that
 * matches decides.
 *
 * <table>
 * <caption>Facts known and told</caption>
 * <tr><th>known here, told by the other<th>verdict
 * <tr><td>it names another cluster<td>refuse OTHER_CLUSTER
 * <tr><td>the group has had its identity, or it is not made to join, and the group does not have it<td>refuse REPLACED
 * <tr><td>this member is not formed itself: it has witnessed nothing<td>accept
 * <tr><td>its first start is another than the one it was counted or seen with<td>refuse BEGUN_ANEW
 * <tr><td>this very start was accepted<td>accept (*)
 * <tr><td>a start with this number and another id was accepted<td>refuse TWIN_START
 * <tr><td>a start with a higher number was accepted<td>refuse NEWER_START
 * <tr><td>it was formed, and says it is fresh<td>refuse FORMED_BEFORE
 * <tr><td>it had acknowledged more than its log held when it started<td>refuse LOG_OLD
 * <tr><td>it had reported a higher term than its vote file held when it started<td>refuse VOTE_OLD
 * <tr><td>an earlier start was accepted<td>accept unless that one still answers (*)
 * <tr><td>none of its starts was seen yet<td>accept (*)
 * </table>
 *
 * <p>(*) If it says that it is fresh, and this member did not count it:
 *
 * <table>
 * <caption>Fresh without having been counted</caption>
 * <tr><th>place in the group<th>verdict
 * <tr><td>listener: a blank copy is nothing but behind<td>accept, it joins
 * <tr><td>none, it never had one and is made to join: it runs before it is taken in<td>accept, it joins
 * <tr><td>voter, this member counted others or the other is made to join<td>refuse BEGUN_ANEW: it ran when it got its vote
 * <tr><td>voter, and this member was not there when they were counted: it may be the last one to form<td>not yet
 * <tr><td>not known yet<td>not yet
 * </table>
 */
public final class HelloRule {
    private HelloRule() {}

    /**
     * @param clusterId the cluster of the one that judges
     * @param own what it knows
     * @param place where the group has the other
     * @param told what the other says; that it is the member it names was checked by its certificate
     */
    public static HelloVerdict judge(String clusterId, PeersFile own, GroupPlace place, HelloFacts told) {
        if (!told.clusterId().equals(clusterId)) {
            return refuse(HelloReason.OTHER_CLUSTER, "this is cluster " + clusterId);
        }
        if (place == GroupPlace.ABSENT && (own.hasListed(told.member()) || !told.joins())) {
            return refuse(HelloReason.REPLACED, "the group does not have " + told.member());
        }
        if (!own.formed()) {
            return HelloVerdict.Accept.PLAIN;
        }
        Optional<String> first = own.firstStartOf(told.member());
        if (first.isPresent() && !first.get().equals(told.firstStartId())) {
            return refuse(
                    HelloReason.BEGUN_ANEW, "known by first start " + first.get() + ", not " + told.firstStartId());
        }
        HelloVerdict verdict =
                own.known(told.member()).map(known -> judgeStart(known, told)).orElse(HelloVerdict.Accept.PLAIN);
        boolean mayRun = !(verdict instanceof HelloVerdict.Refuse);
        boolean uncounted = !told.formed() && !own.counted().containsKey(told.member());
        return mayRun && uncounted ? joining(verdict, own, place, told) : verdict;
    }

    private static HelloVerdict joining(HelloVerdict verdict, PeersFile own, GroupPlace place, HelloFacts told) {
        boolean ran = told.joins() || !own.counted().isEmpty();
        return switch (place) {
            case LISTENER, ABSENT ->
                verdict instanceof HelloVerdict.UnlessOlderStartLives
                        ? new HelloVerdict.UnlessOlderStartLives(true)
                        : new HelloVerdict.Accept(true);
            case VOTER ->
                ran ? refuse(HelloReason.BEGUN_ANEW, "the group has it as a voter") : new HelloVerdict.NotYet();
            case UNKNOWN -> new HelloVerdict.NotYet();
        };
    }

    private static HelloVerdict judgeStart(PeerRecord known, HelloFacts told) {
        if (told.startId().equals(known.startId())) {
            return HelloVerdict.Accept.PLAIN;
        }
        String seen = "start " + known.startNumber() + " was seen, this is start " + told.startNumber();
        if (told.startNumber() == known.startNumber()) {
            return refuse(HelloReason.TWIN_START, seen);
        }
        if (told.startNumber() < known.startNumber()) {
            return refuse(HelloReason.NEWER_START, seen);
        }
        if (known.formed() && !told.formed()) {
            return refuse(HelloReason.FORMED_BEFORE, seen);
        }
        if (endsBefore(told.begun().end(), known.forced())) {
            return refuse(
                    HelloReason.LOG_OLD,
                    "entry " + known.forced().orElseThrow() + " was acknowledged, "
                            + told.begun()
                                    .end()
                                    .map(end -> "the log ends at entry " + end)
                                    .orElse("the log is empty"));
        }
        if (told.begun().voteTerm() < known.voteTerm()) {
            return refuse(
                    HelloReason.VOTE_OLD,
                    "term " + known.voteTerm() + " was reported, the vote file has term "
                            + told.begun().voteTerm());
        }
        return new HelloVerdict.UnlessOlderStartLives(false);
    }

    private static boolean endsBefore(Optional<LogPosition> end, Optional<LogPosition> acknowledged) {
        return acknowledged.isPresent() && (end.isEmpty() || end.get().compareTo(acknowledged.get()) < 0);
    }

    private static HelloVerdict refuse(HelloReason reason, String evidence) {
        return new HelloVerdict.Refuse(reason, evidence);
    }
}
