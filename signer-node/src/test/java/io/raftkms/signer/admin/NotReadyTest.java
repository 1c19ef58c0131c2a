package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of causes, in the order in which they are looked for. */
class NotReadyTest {
    private static final Duration LEADERLESS = Duration.ofMillis(1500);
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId SECOND = new KeyId("chain-1", new RecordedKey(2).publicKey());

    private final FakeMember member = new FakeMember();
    private List<MemberFacts.Key> keys = List.of(MemberFacts.Key.of(KEY, true));
    private List<KeyId> configured = List.of(KEY);

    @Test
    void readyOnAFollowerThatHearsALeader() {
        enrol(KEY);
        member.follow(FakeMember.B, 1);

        assertThat(view().notReady()).isEmpty();
    }

    @Test
    void readyOnALeaderThatAcceptsCommands() {
        enrol(KEY);
        member.lead(1);

        assertThat(view().notReady()).isEmpty();
    }

    @Test
    void helloIsWaitedFor() {
        assertThat(NotReady.hello("c (no answer)").line())
                .isEqualTo(
                        "NOT READY: waiting for hello from c (no answer): raftkms start -c FILE on the members that do"
                                + " not run");
    }

    @Test
    void noLeader() {
        assertLine("NOT READY: no leader: a majority of a (a:26670), b (b:26670), c (c:26670) must run and reach each"
                + " other: raftkms start -c FILE on the members that do not run");
    }

    @Test
    void leaderThatIsNotHeardAnyMore() {
        enrol(KEY);
        member.follow(FakeMember.B, 1);
        member.heardLeader(LEADERLESS);

        assertThat(view().notReady().orElseThrow().cause()).startsWith("no leader");
        assertThat(view().leader()).isEmpty();
    }

    @Test
    void leaderThatIsNotReady() {
        member.leadUnready(1);

        assertLine("NOT READY: the leader is not ready yet: ask again in a moment");
    }

    @Test
    void noKeyConfigured() {
        member.lead(1);
        configured = List.of();

        assertLine("NOT READY: no key is configured: raftkms config check");
    }

    /** Before everything else: advice to enrol the wrong key would come next. */
    @Test
    void anotherKeyThanTheEnrolledOne() {
        enrol(SECOND);

        NotReady cause = view().notReady().orElseThrow();

        assertThat(cause.line()).startsWith("NOT READY: RK-1205 this member's key of chain chain-1 is ");
        assertThat(cause.next()).contains("raftkms reload").doesNotContain("state init", "state import");
    }

    @Test
    void keyNotEnrolled() {
        member.lead(1);

        assertLine("NOT READY: key of chain chain-1 is not enrolled: raftkms state import (or state init) -c FILE"
                + " --chain-id chain-1");
    }

    @Test
    void oneOfTwoKeysNotEnrolled() {
        member.lead(1);
        enrol(KEY);
        configured = List.of(KEY, SECOND);

        assertThat(view().notReady().orElseThrow().cause()).isEqualTo("key of chain chain-1 is not enrolled");
    }

    @Test
    void keyThatDoesNotSignHere() {
        member.lead(1);
        enrol(KEY);
        keys = List.of(MemberFacts.Key.of(KEY, false));

        assertLine("NOT READY: key of chain chain-1 does not sign on this member: see the log");
    }

    @Test
    void keyOfTheSameChainThatIsNotConfiguredForSigningDoesNotMatter() {
        member.lead(1);
        enrol(KEY);
        keys = List.of(MemberFacts.Key.of(KEY, true), MemberFacts.Key.of(SECOND, false));

        assertThat(view().notReady()).isEmpty();
    }

    private void assertLine(String line) {
        assertThat(view().notReady().orElseThrow().line()).isEqualTo(line);
    }

    private void enrol(KeyId key) {
        member.commit(new Command.Enrol(key, new Enrolment.NewChain(1)));
    }

    private ClusterView view() {
        return new ClusterView(
                member, "cluster", () -> new MemberFacts("1", List.of(), keys), () -> configured, LEADERLESS);
    }
}
