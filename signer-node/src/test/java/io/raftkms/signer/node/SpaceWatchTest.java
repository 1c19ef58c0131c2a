package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.store.FreeSpace;
import io.raftkms.consensus.raft.store.SpaceSource;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.ManualScheduler;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.config.DiskSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpaceWatchTest {
    private static final DiskSettings LIMITS = new DiskSettings(1000, 100);
    private static final FreeSpace PLENTY = new FreeSpace(1000, true);
    private static final FreeSpace LOW = new FreeSpace(999, true);
    private static final FreeSpace FULL = new FreeSpace(99, true);
    private static final FreeSpace NO_INODES = new FreeSpace(5000, false);

    private final FakeMember member = new FakeMember();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final Standing standing = new Standing(member);
    private final KeyId key = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private final List<Fault> halts = new ArrayList<>();
    private SpaceSource source = () -> PLENTY;

    @BeforeEach
    void enrol() {
        member.commit(new Command.Enrol(key, new Enrolment.NewChain(1)));
    }

    @Test
    void plentyOfSpaceChangesNothing() {
        SpaceWatch watch = watch();
        scheduler.tick();

        assertThat(watch.facts()).isEqualTo(new MemberFacts.Disk(1000, "ok", null));
        assertThat(member.candidacies).isEmpty();
    }

    @Test
    void littleSpaceIsAWarningAndNoMore() {
        SpaceWatch watch = watch();
        member.lead(1);

        see(LOW);

        assertThat(watch.facts().state()).isEqualTo("low");
        assertThat(watch.facts().warning()).startsWith("RK-2901 only ").endsWith(" MB are free for the data directory");
        assertThat(member.candidacies).isEmpty();
        assertThat(member.statusCalls).isEmpty();
    }

    @Test
    void leaderAtTheFloorHandsOverToAMemberWithSpaceAndDoesNotStandUntilThereIsRoom() {
        SpaceWatch watch = watch();
        member.lead(1);
        member.answerStatus(FakeMember.B, facts(new MemberFacts.Disk(5, MemberFacts.Disk.FLOOR, "RK-2902")));
        member.answerStatus(FakeMember.C, facts(new MemberFacts.Disk(5000, "ok", null)));

        see(FULL);

        assertThat(watch.facts().warning())
                .startsWith("RK-2902")
                .contains(" MB are free for the data directory", "does not lead");
        assertThat(member.candidacies).containsExactly(false);
        assertThat(member.transfers).extracting(FakeMember.Transfer::to).containsExactly(Optional.of(FakeMember.C));
        see(LOW);
        assertThat(member.candidacies).containsExactly(false, true);
    }

    @Test
    void lackOfInodesIsTheFloorTooWhateverIsFree() {
        SpaceWatch watch = watch();

        see(NO_INODES);

        assertThat(watch.facts().warning())
                .startsWith("RK-2902")
                .contains(" no more files can be made in the data directory");
        assertThat(member.candidacies).containsExactly(false);
        assertThat(member.statusCalls).as("a follower has nothing to hand over").isEmpty();
    }

    @Test
    void memberThatStartsAtTheFloorNeverStands() {
        source = () -> FULL;

        watch();

        assertThat(member.candidacies).containsExactly(false);
    }

    /** All members are at the floor and the one that led is gone. */
    @Test
    void memberAtTheFloorStandsWhenNobodyElseLeadsAndOnlyUntilSomebodyDoes() {
        watch();
        see(FULL);

        member.heardLeader(Duration.ofMillis(4999));
        scheduler.tick();
        assertThat(member.candidacies).containsExactly(false);
        member.heardLeader(Duration.ofSeconds(5));
        scheduler.tick();

        assertThat(member.candidacies).containsExactly(false, true);
        member.heardLeader(Duration.ZERO);
        scheduler.tick();
        assertThat(member.candidacies).containsExactly(false, true, false);
    }

    @Test
    void memberThatCannotMakeFilesNeverStands() {
        watch();
        member.heardLeader(Duration.ofMinutes(1));

        see(NO_INODES);

        assertThat(member.candidacies).containsExactly(false);
    }

    @Test
    void withoutALeaderTooItStandsOnlyWithKeysAndUndrained() {
        watch();
        see(FULL);
        standing.objection(Standing.Reason.KEYS, true);
        standing.objection(Standing.Reason.DRAINED, true);

        member.heardLeader(Duration.ofMinutes(1));
        scheduler.tick();

        assertThat(member.candidacies).containsExactly(false);
    }

    @Test
    void standsOnlyWhenNothingSpeaksAgainstIt() {
        watch();
        see(FULL);
        standing.objection(Standing.Reason.KEYS, true);

        see(PLENTY);
        assertThat(member.candidacies).as("its keys do not sign").containsExactly(false);
        standing.objection(Standing.Reason.KEYS, false);

        assertThat(member.candidacies).containsExactly(false, true);
    }

    @Test
    void diskThatCannotBeWrittenEndsTheMember() {
        watch();
        source = () -> {
            throw new MemberFaultException(Fault.DISK_WRITE_FAILED, "Read-only file system");
        };

        scheduler.tick();

        assertThat(halts).containsExactly(Fault.DISK_WRITE_FAILED);
    }

    private SpaceWatch watch() {
        return new SpaceWatch(
                member,
                standing,
                new Handover(member),
                () -> source.read(),
                LIMITS,
                (fault, detail, cause) -> halts.add(fault),
                scheduler);
    }

    private void see(FreeSpace space) {
        source = () -> space;
        scheduler.tick();
    }

    private byte[] facts(MemberFacts.Disk disk) {
        return AdminJson.bytes(new MemberFacts("1", List.of(), List.of(MemberFacts.Key.of(key, true)), disk));
    }
}
