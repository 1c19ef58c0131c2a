package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.recovery.RecoveryFile;
import io.raftkms.signer.recovery.RecoveryRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRecoverCommandTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());

    @TempDir
    private Path directory;

    @Test
    void newHomesComeWithARecordOfFloorsSourcesAndFences() throws Exception {
        survivor("a", "old-1", 90, false);
        survivor("b", "old-1", 120, true);

        CommandRun run = recover(
                "--from",
                "a",
                "--from",
                "b",
                "--fenced",
                "a=disk shredded by ops",
                "--fenced",
                "b=machine in the safe, no network");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("nothing at or below height 170", "SEALED", "No check", "raftkms state recover");
        RecoveryRecord record = RecoveryFile.decode(Files.readAllBytes(directory.resolve("new/recovery.json")));
        assertThat(record.oldClusterId()).isEqualTo("old-1");
        assertThat(record.newClusterId()).startsWith("chain-1-").isNotEqualTo("old-1");
        assertThat(record.keys()).singleElement().satisfies(key -> {
            assertThat(key.floorHeight()).isEqualTo(170);
            assertThat(key.sealed()).isTrue();
        });
        assertThat(record.oldMembers())
                .extracting(RecoveryRecord.Fenced::how)
                .containsExactly("disk shredded by ops", "machine in the safe, no network");
        assertThat(record.sources())
                .extracting(RecoveryRecord.SourceUsed::sha256)
                .doesNotHaveDuplicates();
        assertThat(directory.resolve("new/x/raftkms.toml")).exists();
        assertThat(directory.resolve("new/x/secrets/chain-1-consensus.key")).doesNotExist();
    }

    @Test
    void recordIsPrintedAsJson() throws Exception {
        survivor("a", "old-1", 90, false);

        CommandRun run = recover("--from", "a", "--fenced", "a=disk shredded by ops", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"floor_height\" : 140", "\"how\" : \"disk shredded by ops\"");
    }

    @Test
    void everyOldMemberHasToBeAccountedFor() throws Exception {
        survivor("a", "old-1", 90, false);

        assertRefused(recover("--from", "a"), 22, "RK-2555", "old member a#", " is not accounted for in ");
        assertRefused(recover("--from", "a", "--fenced", "a=gone"), 22, "RK-2555", "old member a#");
        assertRefused(
                recover("--from", "a", "--fenced", "a=disk shredded by ops", "--fenced", "z=disk shredded too"),
                2,
                "z, which is no member");
    }

    @Test
    void memberThatAnswersStopsIt() throws Exception {
        survivor("a", "old-1", 90, false);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    recover(
                            "--from",
                            "a",
                            "--fenced",
                            "a=disk shredded by ops",
                            "--old-member",
                            "b=127.0.0.1:1," + listener.getLocalPort(),
                            "--fenced",
                            "b=surely dead by now"),
                    24,
                    "RK-2554",
                    "old member b answers");
        }
    }

    @Test
    void garbageForeignAndDamagedSourcesAreNamed() throws Exception {
        survivor("a", "old-1", 90, false);
        survivor("f", "foreign-1", 99_999, false);
        Files.createDirectories(directory.resolve("empty"));
        survivor("d", "old-1", 95, false);
        Path snapshot = directory.resolve("d/raft/6f2b3bd0-0d5c-4c4e-8f43-0a1a0e1f2a3b/sm/snapshot.1_5");
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[40] ^= 1;
        Files.write(snapshot, bytes);

        assertRefused(
                recover("--from", "a", "--from", "empty", "--from", "nowhere"),
                22,
                "RK-2551",
                "empty: nothing in it is of a member",
                "nowhere: ");
        assertRefused(recover("--from", "a", "--from", "f"), 21, "RK-2552", "foreign-1");
        assertRefused(
                recover("--from", "a", "--from", "d"), 20, "RK-2553", "The snapshot ", "snapshot.1_5 is damaged: ");
        CommandRun accepted = recover(
                "--from",
                "a",
                "--from",
                "d",
                "--accept-damage",
                "--fenced",
                "a=disk shredded by ops",
                "--fenced",
                "d=disk shredded by ops");
        assertThat(accepted.exitCode()).as(accepted.err()).isZero();
        assertThat(accepted.err()).contains("RK-2553");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() throws Exception {
        survivor("a", "old-1", 90, false);

        assertThat(recover().exitCode()).isEqualTo(2);
        assertThat(recover("--from", "a", "--bundle", "b").exitCode()).isEqualTo(2);
        assertThat(recover("--from", "a", "--margin", "0").exitCode()).isEqualTo(2);
        assertRefused(
                recover("--from", "a", "--chain-id", "chain-7"),
                22,
                "RK-2557",
                "no source knows a key on chain chain-7 of --chain-id",
                "chain-1");
    }

    private void assertRefused(CommandRun run, int exitCode, String... texts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(texts);
        assertThat(directory.resolve("new")).doesNotExist();
    }

    private CommandRun recover(String... more) {
        List<String> line = new ArrayList<>(List.of("cluster", "recover"));
        List<String> given = List.of(more);
        if (!given.contains("--margin")) {
            line.addAll(List.of("--margin", "50"));
        }
        if (!given.contains("--chain-id")) {
            line.addAll(List.of("--chain-id", "chain-1"));
        }
        line.addAll(List.of("--member", "x=10.0.0.1", "--member", "y=10.0.0.2", "--member", "z=10.0.0.3"));
        line.addAll(List.of("--validator", "tcp://10.0.0.9:26658", "--out", "new"));
        line.addAll(given);
        return CommandRun.in(directory, line.toArray(String[]::new));
    }

    /** A data directory with identity and snapshot. */
    private void survivor(String name, String clusterId, long height, boolean sealed) throws IOException {
        DataDirectory data = new DataDirectory(directory.resolve(name));
        data.create();
        new Identity(clusterId, new MemberId(name, "0123456789abcdef")).create(data);
        FakeMember member = new FakeMember();
        member.commit(new Command.Enrol(KEY, new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty())));
        if (sealed) {
            member.commit(new Command.Seal(KEY));
        }
        Path group = data.raft().resolve("6f2b3bd0-0d5c-4c4e-8f43-0a1a0e1f2a3b");
        Files.createDirectories(group.resolve("current"));
        Files.createDirectories(group.resolve("sm"));
        Files.write(group.resolve("sm/snapshot.1_5"), SnapshotCodec.encode(member.ledger(), 1, 5));
    }
}
