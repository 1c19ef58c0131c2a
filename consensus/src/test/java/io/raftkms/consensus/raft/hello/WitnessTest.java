package io.raftkms.consensus.raft.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.PeersStore;
import io.raftkms.consensus.raft.store.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which groups a witness remembers a member from. */
class WitnessTest {
    private static final String CLUSTER = "c1";
    private static final MemberId SELF = new MemberId("a", "000000000000000a");
    private static final MemberId JOINER = new MemberId("d", "000000000000000d");
    private static final String OWN_START = "a1".repeat(16);
    private static final String START = "d1".repeat(16);
    private static final String OTHER_START = "d2".repeat(16);
    private static final GroupPlace.Found FOUND = new GroupPlace.Found(GroupPlace.VOTER, true);

    @TempDir
    Path home;

    private PeersStore peers;
    private Duration now = Duration.ofHours(1);
    private Witness witness;

    @BeforeEach
    void form() throws Exception {
        DataDirectory directory = new DataDirectory(Files.createDirectories(home.resolve("data")));
        RunRecord run = new RunRecord(SELF, 1, OWN_START, false, Optional.empty(), 0);
        peers = PeersStore.open(directory, run, (fault, detail, cause) -> {
            throw new AssertionError(fault + ": " + detail, cause);
        });
        peers.keep(file -> file.formedWith(Map.of(SELF, OWN_START)));
        witness = new Witness(peers, () -> now.toNanos());
    }

    /** The leader that wrote the entry is cut off, and the entry with it: the joiner may be taken in again. */
    @Test
    void aPlaceInAGroupThatIsNotCommittedIsNotRemembered() {
        for (GroupPlace place : new GroupPlace[] {GroupPlace.VOTER, GroupPlace.LISTENER}) {
            witness.accepted(joiner(), new GroupPlace.Found(place, false), witness.now());
        }

        assertThat(peers.now().hasListed(JOINER)).isFalse();
        assertThat(HelloRule.judge(CLUSTER, peers.now(), GroupPlace.ABSENT, joiner()))
                .isInstanceOf(HelloVerdict.Accept.class);
    }

    @Test
    void aPlaceInACommittedGroupIsRememberedForEver() {
        witness.accepted(joiner(), new GroupPlace.Found(GroupPlace.VOTER, false), witness.now());
        witness.accepted(joiner(), new GroupPlace.Found(GroupPlace.VOTER, true), witness.now());
        witness.accepted(joiner(), new GroupPlace.Found(GroupPlace.ABSENT, true), witness.now());

        assertThat(peers.now().hasListed(JOINER)).isTrue();
        assertThat(HelloRule.judge(CLUSTER, peers.now(), GroupPlace.ABSENT, joiner()))
                .isInstanceOfSatisfying(
                        HelloVerdict.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(HelloReason.REPLACED));
    }

    @Test
    void whatAKnownStartAcknowledgedIsKnownWhenItIsLearnt() {
        witness.accepted(joiner(), FOUND, witness.now());
        witness.acknowledged(JOINER, new LogPosition(3, 8));
        witness.acknowledged(JOINER, new LogPosition(3, 7));

        witness.learn();

        assertThat(forced()).hasValue(new LogPosition(3, 8));
    }

    @Test
    void acknowledgementsAreTakenDownBeforeTheyAreLearnt() {
        witness.accepted(joiner(), FOUND, witness.now());
        witness.learnFrom(() -> witness.acknowledged(JOINER, new LogPosition(3, 9)));

        witness.learn();

        assertThat(forced()).hasValue(new LogPosition(3, 9));
    }

    /** It may be another start by now, whose log began further than the known one's ended. */
    @Test
    void anAcknowledgementLongAfterTheLastGreetingIsNobodys() {
        witness.accepted(joiner(), FOUND, witness.now());
        now = now.plusSeconds(2);
        witness.acknowledged(JOINER, new LogPosition(3, 8));

        witness.learn();

        assertThat(forced()).isEmpty();
    }

    @Test
    void anAnswerOfTheKnownStartIsAsGoodAsItsGreeting() {
        witness.accepted(joiner(), FOUND, witness.now());
        now = now.plusSeconds(2);
        witness.answered(joiner(), witness.now());
        witness.acknowledged(JOINER, new LogPosition(3, 9));

        witness.learn();

        assertThat(forced()).hasValue(new LogPosition(3, 9));
    }

    /** It has told how far its disk reached when it began; what it acknowledged since must not be held against that. */
    @Test
    void whatComesWhileANewerStartWaitsForItsJudgementIsNobodys() {
        witness.accepted(joiner(), FOUND, witness.now());
        witness.acknowledged(JOINER, new LogPosition(3, 7));
        witness.greeted(joiner(OTHER_START));
        witness.acknowledged(JOINER, new LogPosition(3, 8));

        witness.learn();

        assertThat(forced()).hasValue(new LogPosition(3, 7));
    }

    @Test
    void whatAnOlderStartAcknowledgedIsNotTakenForTheNextOnes() {
        witness.accepted(joiner(), FOUND, witness.now());
        witness.acknowledged(JOINER, new LogPosition(3, 7));
        witness.accepted(joiner(OTHER_START), FOUND, witness.now());

        witness.learn();

        assertThat(forced()).isEmpty();
    }

    private Optional<LogPosition> forced() {
        return peers.now().known(JOINER).orElseThrow().forced();
    }

    private static HelloFacts joiner() {
        return joiner(START);
    }

    private static HelloFacts joiner(String start) {
        return new HelloFacts(CLUSTER, JOINER, START, 1, start, true, true, Map.of(), Forced.NOTHING, Forced.NOTHING);
    }
}
