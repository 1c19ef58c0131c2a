package io.raftkms.consensus.raft.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.PeerRecord;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Row by row, in the order of the table at {@link HelloRule}. */
class HelloRuleTest {
    private static final String CLUSTER = "c1";
    private static final MemberId SELF = new MemberId("a", "000000000000000a");
    private static final MemberId OTHER = new MemberId("b", "000000000000000b");
    private static final String FIRST = "b1".repeat(16);
    private static final Optional<LogPosition> ACKNOWLEDGED = Optional.of(new LogPosition(3, 100));

    private final PeersFile unformed = PeersFile.first(SELF, "aa".repeat(16));
    private final PeersFile counted = unformed.formedWith(Map.of(SELF, "aa".repeat(16), OTHER, FIRST));
    private final PeersFile known = counted.with(OTHER, new PeerRecord(FIRST, 4, id(4), true, 3, ACKNOWLEDGED));

    @Test
    void refusesAnotherCluster() {
        HelloFacts told = new HelloFacts("c2", OTHER, FIRST, 5, id(5), true, Map.of(), Forced.NOTHING, Forced.NOTHING);

        assertThat(HelloRule.judge(CLUSTER, unformed, GroupPlace.UNKNOWN, told))
                .isInstanceOfSatisfying(
                        HelloVerdict.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(HelloReason.OTHER_CLUSTER));
    }

    @Test
    void refusesWhomTheGroupDoesNotHave() {
        assertRefused(HelloReason.REPLACED, known, GroupPlace.ABSENT, told(5, true, 3, ACKNOWLEDGED));
    }

    @Test
    void aMemberThatIsNotFormedHasWitnessedNothing() {
        assertAccepted(unformed, GroupPlace.UNKNOWN, told(1, false, 0, Optional.empty()));
        assertAccepted(unformed, GroupPlace.UNKNOWN, told(9, true, 7, ACKNOWLEDGED));
    }

    @Test
    void refusesAWipedVoterWhetherItWasSeenOrOnlyCounted() {
        HelloFacts wiped =
                new HelloFacts(CLUSTER, OTHER, id(9), 1, id(9), false, Map.of(), Forced.NOTHING, Forced.NOTHING);

        assertRefused(HelloReason.BEGUN_ANEW, known, GroupPlace.VOTER, wiped);
        assertRefused(HelloReason.BEGUN_ANEW, counted, GroupPlace.VOTER, wiped);
        assertRefused(HelloReason.BEGUN_ANEW, counted, GroupPlace.LISTENER, wiped);
    }

    @Test
    void aMemberThatNobodyCountedMayBeFreshOnlyAsAListener() {
        PeersFile without = unformed.formedWith(Map.of(SELF, "aa".repeat(16)));
        HelloFacts fresh = told(1, false, 0, Optional.empty());

        assertThat(judge(without, GroupPlace.LISTENER, fresh)).isEqualTo(new HelloVerdict.Accept(true));
        assertRefused(HelloReason.BEGUN_ANEW, without, GroupPlace.VOTER, fresh);
        assertThat(judge(without, GroupPlace.UNKNOWN, fresh)).isEqualTo(new HelloVerdict.NotYet());
        assertAccepted(without, GroupPlace.VOTER, told(1, true, 0, Optional.empty()));
    }

    @Test
    void acceptsAMemberThatWasCountedAndNeverSeen() {
        assertAccepted(counted, GroupPlace.VOTER, told(1, false, 0, Optional.empty()));
        assertAccepted(counted, GroupPlace.VOTER, told(7, true, 2, ACKNOWLEDGED));
    }

    @Test
    void acceptsTheStartThatItAcceptedBefore() {
        assertAccepted(known, GroupPlace.VOTER, told(4, true, 0, Optional.empty()));
    }

    @Test
    void refusesTheSecondOfTwoCopiesAndAnyOlderStart() {
        HelloFacts twin = new HelloFacts(
                CLUSTER,
                OTHER,
                FIRST,
                4,
                id(99),
                true,
                Map.of(),
                new Forced(3, ACKNOWLEDGED),
                new Forced(3, ACKNOWLEDGED));

        assertRefused(HelloReason.TWIN_START, known, GroupPlace.VOTER, twin);
        assertRefused(HelloReason.NEWER_START, known, GroupPlace.VOTER, told(3, true, 3, ACKNOWLEDGED));
    }

    @Test
    void refusesACopyFromBeforeTheFormation() {
        assertRefused(HelloReason.FORMED_BEFORE, known, GroupPlace.VOTER, told(5, false, 0, Optional.empty()));
    }

    @Test
    void refusesALogThatEndsBeforeWhatWasAcknowledged() {
        assertRefused(HelloReason.LOG_OLD, known, GroupPlace.VOTER, told(5, true, 3, Optional.empty()));
        assertRefused(
                HelloReason.LOG_OLD, known, GroupPlace.VOTER, told(5, true, 3, Optional.of(new LogPosition(3, 99))));
        assertRefused(
                HelloReason.LOG_OLD, known, GroupPlace.VOTER, told(5, true, 3, Optional.of(new LogPosition(2, 500))));
    }

    @Test
    void aShorterLogOfALaterTermIsNewer() {
        assertAsked(known, told(5, true, 4, Optional.of(new LogPosition(4, 99))));
    }

    @Test
    void refusesAVoteFileOfAnEarlierTermThanReported() {
        assertRefused(HelloReason.VOTE_OLD, known, GroupPlace.VOTER, told(5, true, 2, ACKNOWLEDGED));
    }

    @Test
    void aLaterStartMayRunUnlessTheEarlierOneLives() {
        assertAsked(known, told(5, true, 3, ACKNOWLEDGED));
    }

    private static HelloVerdict judge(PeersFile own, GroupPlace place, HelloFacts told) {
        return HelloRule.judge(CLUSTER, own, place, told);
    }

    private static void assertRefused(HelloReason reason, PeersFile own, GroupPlace place, HelloFacts told) {
        assertThat(judge(own, place, told))
                .isInstanceOfSatisfying(
                        HelloVerdict.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static void assertAccepted(PeersFile own, GroupPlace place, HelloFacts told) {
        assertThat(judge(own, place, told)).isEqualTo(HelloVerdict.Accept.PLAIN);
    }

    private static void assertAsked(PeersFile own, HelloFacts told) {
        assertThat(judge(own, GroupPlace.VOTER, told)).isInstanceOf(HelloVerdict.UnlessOlderStartLives.class);
    }

    private static HelloFacts told(long start, boolean formed, long voteTerm, Optional<LogPosition> end) {
        Forced forced = new Forced(voteTerm, end);
        return new HelloFacts(CLUSTER, OTHER, FIRST, start, id(start), formed, Map.of(), forced, forced);
    }

    private static String id(long number) {
        return String.format("%032x", number);
    }
}
