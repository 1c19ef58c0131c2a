package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.PeerCallException;
import io.raftkms.consensus.raft.TransferException;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.ManualScheduler;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.key.KeyUnusableException;
import io.raftkms.signer.key.VerifiedSigner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KeyWatchTest {
    private final FakeMember member = new FakeMember();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicLong nanos = new AtomicLong(7);
    private final RecordedKey key = new RecordedKey(1);
    private final KeyId keyId = new KeyId("chain-1", key.publicKey());
    private final KeyHealth health = new KeyHealth(new VerifiedSigner(key, key.publicKey()), nanos::get);

    @Test
    void keysAreTestedAtTheFirstLook() {
        watch();

        look();

        assertThat(key.asked).containsExactly(KeyHealth.SELF_TEST);
        assertThat(member.candidacies).isEmpty();
        look();
        assertThat(key.asked).as("a key that signs is left alone").hasSize(1);
    }

    @Test
    void keyThatFailsForASecondMovesLeadershipToAMemberWithAllKeys() {
        enrol(keyId);
        member.lead(1);
        watch();
        look();
        key.fail(new KeyUnusableException("store gone"));
        health.selfTest(Duration.ofSeconds(1)).join();

        pass(Duration.ofMillis(999));
        assertThat(member.candidacies).isEmpty();
        assertThat(member.statusCalls).isEmpty();
        member.answerStatus(FakeMember.B, facts(MemberFacts.Key.of(keyId, false)));
        member.answerStatus(FakeMember.C, facts(MemberFacts.Key.of(keyId, true)));
        pass(Duration.ofMillis(1));

        assertThat(member.candidacies).containsExactly(false);
        assertThat(member.transfers).extracting(FakeMember.Transfer::to).containsExactly(Optional.of(FakeMember.C));
    }

    @Test
    void oneSignatureThatDoesNotVerifyMovesLeadershipAtOnce() {
        enrol(keyId);
        member.lead(1);
        watch();
        look();
        key.signWrongly();
        assertThat(health.sign(ByteString.copyFromUtf8("vote"), Duration.ofSeconds(1)))
                .isCompletedExceptionally();
        key.repair();

        member.answerStatus(FakeMember.B, facts(MemberFacts.Key.of(keyId, true)));
        look();

        assertThat(member.candidacies).containsExactly(false);
        assertThat(member.transfers).hasSize(1);
        look();
        assertThat(member.candidacies).as("it does not stand again").containsExactly(false);
    }

    @Test
    void aKeyThatFailsIsAnAlarmInTheLogUntilItSignsAgain() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(KeyWatch.class);
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        try {
            enrol(keyId);
            watch();
            key.fail(new KeyUnusableException("store gone"));
            look();
            pass(Duration.ofSeconds(2));
            key.repair();
            look();
            look();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "ALARM: RK-1206 the key of chain chain-1 does not sign: store gone; this member does not stand"
                                + " for election",
                        "every enrolled key signs again");
    }

    @Test
    void keyThatRecoversStandsForElectionAgain() {
        enrol(keyId);
        watch();
        key.fail(new KeyUnusableException("store gone"));
        look();
        pass(Duration.ofSeconds(2));

        key.repair();
        look();
        look();

        assertThat(member.candidacies).containsExactly(false, true);
    }

    @Test
    void memberWithoutTheKeyOfAnEnrolledChainDoesNotStand() {
        enrol(new KeyId("chain-2", new RecordedKey(2).publicKey()));
        watch();

        look();

        assertThat(member.candidacies).containsExactly(false);
        assertThat(member.statusCalls).as("a follower has nothing to hand over").isEmpty();
    }

    @Test
    void memberThatLacksKeysOrAnswersNonsenseDoesNotGetLeadership() {
        KeyId second = new KeyId("chain-2", new RecordedKey(2).publicKey());
        enrol(keyId);
        enrol(second);
        member.lead(1);
        watch();
        member.answerStatus(FakeMember.B, facts());
        member.answerStatus(FakeMember.C, new byte[] {'?'});
        look();
        assertThat(member.statusCalls).hasSize(2);
        assertThat(member.transfers).isEmpty();

        member.answerStatus(FakeMember.B, facts(MemberFacts.Key.of(second, true)));
        look();
        assertThat(member.transfers).isEmpty();

        member.answerStatus(FakeMember.B, facts(MemberFacts.Key.of(keyId, true), MemberFacts.Key.of(second, true)));
        look();
        assertThat(member.transfers).extracting(FakeMember.Transfer::to).containsExactly(Optional.of(FakeMember.B));
    }

    @Test
    void oneHandoverIsUnderWayAtATimeAndAFailedOneIsRepeated() {
        enrol(new KeyId("chain-2", new RecordedKey(2).publicKey()));
        member.lead(1);
        watch();
        look();
        look();
        assertThat(member.statusCalls).as("both members asked once").hasSize(2);

        member.statusCalls.forEach(call -> call.reply().completeExceptionally(new PeerCallException("lost", null)));
        member.answerStatus(
                FakeMember.B, facts(MemberFacts.Key.of(new KeyId("chain-2", new RecordedKey(2).publicKey()), true)));
        look();
        assertThat(member.transfers).hasSize(1);
        member.transfers.get(0).moved().completeExceptionally(new TransferException("not up to date", null));
        look();

        assertThat(member.transfers).hasSize(2);
    }

    private void watch() {
        assertThat(new KeyWatch(
                        member, new Standing(member), () -> Map.of(keyId, health), new Handover(member), scheduler))
                .isNotNull();
    }

    private void look() {
        scheduler.tick();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        look();
    }

    private void enrol(KeyId id) {
        member.commit(new Command.Enrol(id, new Enrolment.NewChain(1)));
    }

    private static byte[] facts(MemberFacts.Key... keys) {
        return AdminJson.bytes(new MemberFacts("1", List.of(), List.of(keys)));
    }
}
