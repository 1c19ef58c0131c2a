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
 * <tr><td>Raft runs here, and the group does not have its identity<td>refuse REPLACED
 * <tr><td>this member is not formed itself: it has witnessed nothing<td>accept
 * <tr><td>its first start is another than the one it was counted or seen with<td>refuse BEGUN_ANEW
 * <tr><td>never counted or seen, and it says it is fresh: a listener of the group<td>accept, it joins
 * <tr><td>the same: a voter of the group<td>refuse BEGUN_ANEW
 * <tr><td>the same: the group is not known yet<td>not yet
 * <tr><td>none of its starts was seen yet<td>accept
 * <tr><td>this very start was accepted<td>accept
 * <tr><td>a start with this number and another id was accepted<td>refuse TWIN_START
 * <tr><td>a start with a higher number was accepted<td>refuse NEWER_START
 * <tr><td>it was formed, and says it is fresh<td>refuse FORMED_BEFORE
 * <tr><td>it had acknowledged more than its log held when it started<td>refuse LOG_OLD
 * <tr><td>it had reported a higher term than its vote file held when it started<td>refuse VOTE_OLD
 * <tr><td>an earlier start was accepted<td>accept unless that one still answers
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
        if (place == GroupPlace.ABSENT) {
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
        if (first.isEmpty() && !told.formed()) {
            return joining(place);
        }
        return own.known(told.member()).map(known -> judgeStart(known, told)).orElse(HelloVerdict.Accept.PLAIN);
    }

    private static HelloVerdict joining(GroupPlace place) {
        return switch (place) {
            case LISTENER -> new HelloVerdict.Accept(true);
            case VOTER -> refuse(HelloReason.BEGUN_ANEW, "the group has it as a voter");
            default -> new HelloVerdict.NotYet();
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
        return new HelloVerdict.UnlessOlderStartLives();
    }

    private static boolean endsBefore(Optional<LogPosition> end, Optional<LogPosition> acknowledged) {
        return acknowledged.isPresent() && (end.isEmpty() || end.get().compareTo(acknowledged.get()) < 0);
    }

    private static HelloVerdict refuse(HelloReason reason, String evidence) {
        return new HelloVerdict.Refuse(reason, evidence);
    }
}
