package io.raftkms.consensus.raft.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.PeersStore;
import io.raftkms.consensus.raft.store.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @TempDir
    Path home;

    private PeersStore peers;
    private Witness witness;

    @BeforeEach
    void form() throws Exception {
        DataDirectory directory = new DataDirectory(Files.createDirectories(home.resolve("data")));
        RunRecord run = new RunRecord(SELF, 1, OWN_START, false, Optional.empty(), 0);
        peers = PeersStore.open(directory, run, (fault, detail, cause) -> {
            throw new AssertionError(fault + ": " + detail, cause);
        });
        peers.keep(file -> file.formedWith(Map.of(SELF, OWN_START)));
        witness = new Witness(peers, System::nanoTime);
    }

    /** The leader that wrote the entry is cut off, and the entry with it: the joiner may be taken in again. */
    @Test
    void aPlaceInAGroupThatIsNotCommittedIsNotRemembered() {
        for (GroupPlace place : new GroupPlace[] {GroupPlace.VOTER, GroupPlace.LISTENER}) {
            witness.accepted(joiner(), new GroupPlace.Found(place, false));
        }

        assertThat(peers.now().hasListed(JOINER)).isFalse();
        assertThat(HelloRule.judge(CLUSTER, peers.now(), GroupPlace.ABSENT, joiner()))
                .isInstanceOf(HelloVerdict.Accept.class);
    }

    @Test
    void aPlaceInACommittedGroupIsRememberedForEver() {
        witness.accepted(joiner(), new GroupPlace.Found(GroupPlace.VOTER, false));
        witness.accepted(joiner(), new GroupPlace.Found(GroupPlace.VOTER, true));
        witness.accepted(joiner(), new GroupPlace.Found(GroupPlace.ABSENT, true));

        assertThat(peers.now().hasListed(JOINER)).isTrue();
        assertThat(HelloRule.judge(CLUSTER, peers.now(), GroupPlace.ABSENT, joiner()))
                .isInstanceOfSatisfying(
                        HelloVerdict.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(HelloReason.REPLACED));
    }

    private static HelloFacts joiner() {
        return new HelloFacts(CLUSTER, JOINER, START, 1, START, true, true, Map.of(), Forced.NOTHING, Forced.NOTHING);
    }
}
