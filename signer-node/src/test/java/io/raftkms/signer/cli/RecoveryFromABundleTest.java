package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.admin.RecoverReport;
import io.raftkms.signer.admin.RecoverRequest;
import io.raftkms.signer.admin.RecoveryCommands;
import io.raftkms.signer.export.Bundle;
import io.raftkms.signer.export.SignedBundle;
import io.raftkms.signer.home.CertificateAuthority;
import io.raftkms.signer.home.Credential;
import io.raftkms.signer.recovery.RecoveryFile;
import io.raftkms.signer.recovery.RecoveryRecord;
import io.raftkms.signer.rpc.FakeNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cluster recover} where a bundle is all that is left of the lost cluster. */
class RecoveryFromABundleTest {
    private static final KeyId SIGNING = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId SEALED = new KeyId("chain-2", new RecordedKey(2).publicKey());
    private static final KeyId PAUSED = new KeyId("chain-3", new RecordedKey(3).publicKey());
    private static final MemberId OWNER = new MemberId("a", "0123456789abcdef");
    private static final List<String> FENCED = List.of("--fenced", "a=disk shredded by ops");

    @TempDir
    private Path directory;

    @BeforeEach
    void export() throws Exception {
        FakeMember lost = new FakeMember();
        lost.commit(new Command.Enrol(SIGNING, floor(90)));
        lost.commit(new Command.Enrol(SEALED, floor(60)));
        lost.commit(new Command.Seal(SEALED));
        lost.commit(new Command.Enrol(PAUSED, floor(30)));
        lost.commit(new Command.Pause(new KeySelection.Chain(PAUSED.chainId()), new Pause(OptionalLong.empty())));
        CertificateAuthority authority = authority();
        Credential owner = authority.issue(OWNER, "127.0.0.1", Duration.ofDays(730));
        Bundle bundle = Bundle.of("old-1", OWNER.toString(), CommandRun.NOW, 42, lost.ledger());
        Files.write(
                directory.resolve("bundle.json"),
                SignedBundle.sign(bundle, owner.certificate(), owner.key(), new SecureRandom()));
        Files.writeString(directory.resolve("ca.pem"), authority.own().certificatePem());
    }

    @Test
    void floorsAreMarkAndMarginAndSealAndPauseAreKept() throws Exception {
        CommandRun run = recover(FENCED);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("bundle of " + OWNER + ", up to entry 42, made at " + CommandRun.NOW);
        RecoveryRecord record = record();
        assertThat(record.oldClusterId()).isEqualTo("old-1");
        assertThat(record.keys())
                .extracting(RecoveryRecord.KeyFloor::chainId)
                .containsExactly("chain-1", "chain-2", "chain-3");
        assertThat(record.keys())
                .extracting(RecoveryRecord.KeyFloor::floorHeight)
                .containsExactly(140L, 110L, 80L);
        assertThat(record.keys()).extracting(RecoveryRecord.KeyFloor::sealed).containsExactly(false, true, false);
        assertThat(record.keys())
                .extracting(RecoveryRecord.KeyFloor::pausedBefore)
                .containsExactly(false, false, true);
    }

    @Test
    void everyKeyOfItComesBackPausedOrSealed() throws Exception {
        recover(FENCED);
        FakeMember fresh = new FakeMember();
        fresh.lead(1);
        fresh.commitAtOnce();

        RecoverReport report = enrol(fresh, record());

        assertThat(report.keys()).extracting(RecoverReport.Key::state).containsExactly("paused", "sealed", "paused");
        assertThat(fresh.ledger().keys()).hasSize(3).allMatch(key -> key.pause().isPresent());
    }

    @Test
    void changedBundleIsNoSource() throws Exception {
        Path bundle = directory.resolve("bundle.json");
        String text = Files.readString(bundle, StandardCharsets.UTF_8);
        Files.writeString(bundle, text.replace("\"index\":42", "\"index\":43"));

        assertRefused(recover(FENCED), 22, "RK-2551", "bundle.json: its signature is not of these bytes");
    }

    @Test
    void bundleOfAnotherAuthorityIsNoSource() throws Exception {
        Files.writeString(directory.resolve("ca.pem"), authority().own().certificatePem());

        assertRefused(recover(FENCED), 22, "RK-2551", "bundle.json: its certificate is not from this CA");
    }

    @Test
    void bundleThatIsNotThereIsNoSource() {
        assertRefused(recover(FENCED, "--bundle", "another.json"), 22, "RK-2551", "another.json: it cannot be read");
    }

    @Test
    void memberThatSignedItAndThoseOfTheOperatorHaveToBeAccountedFor() throws Exception {
        String[] others = {"--old-member", "b=127.0.0.1:1", "--old-member", "c=127.0.0.1:1"};

        assertRefused(recover(List.of()), 22, "RK-2555", "old member " + OWNER);
        assertRefused(recover(FENCED, others), 22, "RK-2555", "old member b ", "old member c ");
        assertRefused(recover(FENCED, "--fenced", "b=volume deleted by ops"), 2, "b, which is no member");

        List<String> fenced = new ArrayList<>(FENCED);
        fenced.addAll(List.of("--fenced", "b=volume deleted by ops", "--fenced", "c=machine burnt down"));
        CommandRun run = recover(fenced, others);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(record().oldMembers())
                .extracting(RecoveryRecord.Fenced::member)
                .containsExactly(OWNER.toString(), "b", "c");
    }

    @Test
    void signatureSeenOnTheChainStopsItBeforeAnythingIsMade() throws Exception {
        try (FakeNode node = node()) {
            node.signedIn(FakeNode.FIRST + 4);

            assertRefused(
                    recover(FENCED, "--rpc", node.uri().toString(), "--watch-blocks", "2"),
                    22,
                    "RK-2509",
                    "block 104 on chain chain-1");
        }
    }

    @Test
    void chainWithoutSuchASignatureLetsItPass() throws Exception {
        try (FakeNode node = node()) {
            node.signedIn(FakeNode.FIRST);

            CommandRun run = recover(FENCED, "--rpc", node.uri().toString(), "--watch-blocks", "2");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("watching 2 blocks of chain chain-1", "block 103: none", "block 104: none")
                    .doesNotContain("chain-2", "chain-3");
            assertThat(record().keys()).hasSize(3);
        }
    }

    /** Fast enough that nobody waits for its blocks. */
    private static FakeNode node() throws Exception {
        FakeNode node =
                new FakeNode("chain-1", ConsensusAddress.of(SIGNING.publicKey()).hex());
        node.makes(10);
        return node;
    }

    private RecoveryRecord record() throws Exception {
        return RecoveryFile.decode(Files.readAllBytes(directory.resolve("new/recovery.json")));
    }

    /** As the leader of the new cluster does. */
    private static RecoverReport enrol(FakeMember leader, RecoveryRecord record) {
        List<KeyId> configured = List.of(SIGNING, SEALED, PAUSED);
        MemberFacts facts = new MemberFacts("1", List.of(), List.of());
        ClusterView view =
                new ClusterView(leader, record.newClusterId(), () -> facts, () -> configured, Duration.ofMillis(1500));
        LedgerCommands ledger = new LedgerCommands(leader, view, () -> configured);
        List<RecoverRequest.Key> keys = record.keys().stream()
                .map(key -> new RecoverRequest.Key(
                        key.chainId(), key.keyType(), key.publicKey(), key.floorHeight(), key.sealed()))
                .toList();
        return new RecoveryCommands(leader, ledger, record.newClusterId(), () -> configured)
                .recover(new RecoverRequest(record.newClusterId(), keys))
                .join();
    }

    private void assertRefused(CommandRun run, int exitCode, String... texts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(texts);
        assertThat(directory.resolve("new")).doesNotExist();
    }

    private CommandRun recover(List<String> fenced, String... more) {
        List<String> line = new ArrayList<>(List.of("cluster", "recover", "--margin", "50", "--chain-id", "chain-1"));
        line.addAll(List.of("--bundle", "bundle.json", "--bundle-ca", "ca.pem"));
        line.addAll(List.of("--member", "x=10.0.0.1", "--member", "y=10.0.0.2", "--member", "z=10.0.0.3"));
        line.addAll(List.of("--validator", "tcp://10.0.0.9:26658", "--out", "new"));
        line.addAll(fenced);
        line.addAll(List.of(more));
        return CommandRun.in(directory, line.toArray(String[]::new));
    }

    private static Enrolment.Floor floor(long height) {
        return new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty());
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.create(
                "old-1", Clock.fixed(CommandRun.NOW, ZoneOffset.UTC), new SecureRandom(), Duration.ofDays(3650));
    }
}
