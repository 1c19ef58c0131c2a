package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.FakeMember;
import io.raftkms.signer.ManualScheduler;
import io.raftkms.signer.link.LinkId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterLeaderWatchTest {
    private static final Duration LEADERLESS = Duration.ofMillis(1500);

    private final FakeMember member = new FakeMember();
    private Set<LinkId> shown = Set.of();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final ClusterLeaderWatch watch = new ClusterLeaderWatch(member, LEADERLESS, () -> shown, scheduler);
    private final AtomicInteger told = new AtomicInteger();

    @BeforeEach
    void listen() {
        watch.onChange(told::incrementAndGet);
    }

    @Test
    void noLeaderIsHeardBeforeTheFirstOne() {
        member.heardLeader(Duration.ofMillis(1));
        scheduler.tick();

        assertThat(watch.leaderHeard()).isFalse();
        assertThat(told).hasValue(0);
    }

    @Test
    void electionWithinTheLimitChangesNothingForLinks() {
        member.follow(FakeMember.B, 1);
        assertThat(told).hasValue(1);

        member.loseLeader(2);
        member.heardLeader(LEADERLESS.minusMillis(1));
        scheduler.tick();

        assertThat(watch.leaderHeard()).isTrue();
        member.follow(FakeMember.C, 2);
        assertThat(told).as("told of the first leader only").hasValue(1);
    }

    @Test
    void lossOfTheLeaderIsToldOnceTheLimitHasPassed() {
        member.follow(FakeMember.B, 1);

        member.heardLeader(LEADERLESS);
        scheduler.tick();
        scheduler.tick();

        assertThat(watch.leaderHeard()).isFalse();
        assertThat(told).hasValue(2);
    }

    @Test
    void leadsFromWhenItAcceptsCommandsUntilAnotherLeads() {
        member.leadUnready(1);
        assertThat(watch.leading()).isFalse();

        member.lead(1);
        assertThat(watch.leading()).isTrue();
        assertThat(told).hasValue(2);

        member.follow(FakeMember.B, 2);
        assertThat(watch.leading()).isFalse();
        assertThat(told).hasValue(3);
    }

    @Test
    void leaderThatHandsOverLeadsUntilItIsDone() {
        member.lead(1);

        member.leadUnready(1);
        assertThat(watch.leading()).as("the transfer is under way").isTrue();
        member.loseLeader(2);
        assertThat(watch.leading()).as("the other one stands for election").isFalse();
        member.leadUnready(3);
        assertThat(watch.leading()).as("elected again, and not ready yet").isFalse();
    }

    @Test
    void linksAreToldWhenAKeyMayBeShown() {
        shown = Set.of(new LinkId("chain", "node"));

        scheduler.tick();
        scheduler.tick();

        assertThat(told).hasValue(1);
    }

    @Test
    void linkThatFailsToListenDoesNotKeepOthersFromHearing() {
        FakeMember other = new FakeMember();
        ClusterLeaderWatch failing = new ClusterLeaderWatch(other, LEADERLESS, Set::of, scheduler);
        AtomicInteger heard = new AtomicInteger();
        failing.onChange(() -> {
            throw new IllegalStateException("event loop is gone");
        });
        failing.onChange(heard::incrementAndGet);

        other.follow(FakeMember.B, 1);
        other.heardLeader(LEADERLESS);
        scheduler.tick();

        assertThat(heard).hasValue(2);
    }
}
