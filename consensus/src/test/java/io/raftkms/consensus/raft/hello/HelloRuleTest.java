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
    private final PeersFile without = unformed.formedWith(Map.of(SELF, "aa".repeat(16)));
    private final PeersFile joined = unformed.formedWith(Map.of());
    private final PeersFile known = counted.with(OTHER, new PeerRecord(FIRST, 4, id(4), true, true, 3, ACKNOWLEDGED));

    @Test
    void refusesAnotherCluster() {
        HelloFacts told =
                new HelloFacts("c2", OTHER, FIRST, 5, id(5), false, true, Map.of(), Forced.NOTHING, Forced.NOTHING);

        assertThat(HelloRule.judge(CLUSTER, unformed, GroupPlace.UNKNOWN, told))
                .isInstanceOfSatisfying(
                        HelloVerdict.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(HelloReason.OTHER_CLUSTER));
    }

    @Test
    void refusesWhomTheGroupHasNoMore() {
        assertRefused(HelloReason.REPLACED, known, GroupPlace.ABSENT, told(5, true, 3, ACKNOWLEDGED));
        assertRefused(HelloReason.REPLACED, counted, GroupPlace.ABSENT, told(5, true, 3, ACKNOWLEDGED));
    }

    @Test
    void aMemberThatIsNotFormedHasWitnessedNothing() {
        assertAccepted(unformed, GroupPlace.UNKNOWN, told(1, false, 0, Optional.empty()));
        assertAccepted(unformed, GroupPlace.UNKNOWN, told(9, true, 7, ACKNOWLEDGED));
    }

    @Test
    void refusesAWipedVoterWhetherItWasSeenOrOnlyCounted() {
        HelloFacts wiped =
                new HelloFacts(CLUSTER, OTHER, id(9), 1, id(9), false, false, Map.of(), Forced.NOTHING, Forced.NOTHING);

        assertRefused(HelloReason.BEGUN_ANEW, known, GroupPlace.VOTER, wiped);
        assertRefused(HelloReason.BEGUN_ANEW, counted, GroupPlace.VOTER, wiped);
        assertRefused(HelloReason.BEGUN_ANEW, counted, GroupPlace.LISTENER, wiped);
    }

    @Test
    void aMemberThatNobodyCountedAndIsNotMadeToJoinMayBeFreshOnlyAsAListener() {
        HelloFacts fresh = told(1, false, 0, Optional.empty());

        assertThat(judge(without, GroupPlace.LISTENER, fresh)).isEqualTo(new HelloVerdict.Accept(true));
        assertRefused(HelloReason.BEGUN_ANEW, without, GroupPlace.VOTER, fresh);
        assertThat(judge(without, GroupPlace.UNKNOWN, fresh)).isEqualTo(new HelloVerdict.NotYet());
        assertAccepted(without, GroupPlace.VOTER, told(1, true, 0, Optional.empty()));
    }

    @Test
    void aMemberThatIsMadeToJoinRunsBeforeTheGroupHasIt() {
        HelloFacts fresh = joiner(FIRST, 1, false, Optional.empty());

        assertThat(judge(without, GroupPlace.ABSENT, fresh)).isEqualTo(new HelloVerdict.Accept(true));
        assertThat(judge(without, GroupPlace.UNKNOWN, fresh)).isEqualTo(new HelloVerdict.NotYet());
        assertRefused(HelloReason.REPLACED, without, GroupPlace.ABSENT, told(1, false, 0, Optional.empty()));
        assertRefused(HelloReason.REPLACED, without, GroupPlace.ABSENT, told(1, true, 0, Optional.empty()));
    }

    @Test
    void aJoinerThatStartsAgainBeforeItIsTakenInGoesOnWhereItWas() {
        PeersFile unformedStart = without.with(OTHER, seen(1, false, false));
        PeersFile formedStart = without.with(OTHER, seen(1, true, false));

        assertThat(judge(unformedStart, GroupPlace.ABSENT, joiner(FIRST, 1, false, Optional.empty())))
                .isEqualTo(new HelloVerdict.Accept(true));
        assertThat(judge(unformedStart, GroupPlace.ABSENT, joiner(FIRST, 2, false, Optional.empty())))
                .isEqualTo(new HelloVerdict.UnlessOlderStartLives(true));
        assertThat(judge(formedStart, GroupPlace.ABSENT, joiner(FIRST, 2, true, Optional.empty())))
                .isEqualTo(new HelloVerdict.UnlessOlderStartLives(false));
        assertAccepted(without, GroupPlace.ABSENT, joiner(FIRST, 3, true, Optional.empty()));
        assertRefused(
                HelloReason.FORMED_BEFORE, formedStart, GroupPlace.ABSENT, joiner(FIRST, 2, false, Optional.empty()));
    }

    @Test
    void aWipedJoinerIsRefusedWhereItWasSeenOrHasItsVote() {
        HelloFacts wiped = joiner(id(9), 1, false, Optional.empty());

        for (GroupPlace place : GroupPlace.values()) {
            assertRefused(HelloReason.BEGUN_ANEW, without.with(OTHER, seen(1, false, false)), place, wiped);
        }
        assertRefused(HelloReason.BEGUN_ANEW, without, GroupPlace.VOTER, wiped);
        assertRefused(HelloReason.BEGUN_ANEW, joined, GroupPlace.VOTER, wiped);
        assertRefused(
                HelloReason.BEGUN_ANEW,
                without.with(OTHER, seen(1, false, false)),
                GroupPlace.VOTER,
                joiner(FIRST, 2, false, Optional.empty()));
    }

    @Test
    void aRemovedMemberIsRefusedByWhoeverSawItInTheGroup() {
        HelloFacts again = joiner(FIRST, 2, true, Optional.empty());

        assertRefused(HelloReason.REPLACED, without.with(OTHER, seen(1, true, true)), GroupPlace.ABSENT, again);
        assertThat(judge(without.with(OTHER, seen(1, true, false)), GroupPlace.ABSENT, again))
                .isInstanceOf(HelloVerdict.UnlessOlderStartLives.class);
    }

    @Test
    void aJoinerCannotTellWhetherTheLastOneToFormHasRun() {
        HelloFacts late = told(1, false, 0, Optional.empty());

        assertThat(judge(joined, GroupPlace.VOTER, late)).isEqualTo(new HelloVerdict.NotYet());
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
                false,
                true,
                Map.of(),
                new Forced(3, ACKNOWLEDGED),
                new Forced(3, ACKNOWLEDGED));

        assertRefused(HelloReason.TWIN_START, known, GroupPlace.VOTER, twin);
        assertRefused(HelloReason.NEWER_START, known, GroupPlace.VOTER, told(3, true, 3, ACKNOWLEDGED));
        assertThat(HelloReason.NEWER_START.sentence()).startsWith("it has seen a newer start of this member: ");
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
        assertThat(HelloReason.VOTE_OLD.sentence())
                .startsWith("this member has taken part in a later term than its vote file knows: ");
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
        return new HelloFacts(CLUSTER, OTHER, FIRST, start, id(start), false, formed, Map.of(), forced, forced);
    }

    /** Of a member that was made for a cluster that ran already. */
    private static HelloFacts joiner(String first, long start, boolean formed, Optional<LogPosition> end) {
        Forced forced = new Forced(0, end);
        return new HelloFacts(CLUSTER, OTHER, first, start, id(start), true, formed, Map.of(), forced, forced);
    }

    private static PeerRecord seen(long start, boolean formed, boolean listed) {
        return new PeerRecord(FIRST, start, id(start), formed, listed, 0, Optional.empty());
    }

    private static String id(long number) {
        return String.format("%032x", number);
    }
}
