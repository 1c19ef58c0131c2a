package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that jump and drift under running members: they may cost certificates, and never a signature too many. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClockLifecycle {
    private static final Duration BEYOND_CERTIFICATES = Duration.ofDays(50 * 365);
    private static final int TLS_EXIT = 13;

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("raftkms-clock");

    private StruckCluster struck;

    @BeforeAll
    void start() throws Exception {
        struck = new StruckCluster(VALIDATOR, false);
    }

    @BeforeEach
    void allRunByRightClocks() throws Exception {
        struck.comeBack();
    }

    @AfterAll
    void judge() throws Exception {
        struck.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "P3650D", "P-3650D"})
    void aJumpOnTheLeaderDisturbsNobody(String by) throws Exception {
        Member leader = struck.cluster().awaitLeader();

        struck.machine(leader).clockJumps(Duration.parse(by));

        signsOnUnder(leader);
        struck.machine(leader).clockIsRight();
        signsOnUnder(leader);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, -100_000})
    void clocksThatRunApartDisturbNobody(int partsPerMillion) throws Exception {
        Member leader = struck.cluster().awaitLeader();
        struck.machine(leader).clockDrifts(partsPerMillion);
        for (Member follower : struck.followers()) {
            struck.machine(follower).clockDrifts(-partsPerMillion);
        }

        signsOnUnder(leader);
    }

    private void signsOnUnder(Member leader) {
        for (int i = 0; i < 20; i++) {
            struck.awaitSignature();
        }
        assertThat(leader.process().isAlive()).isTrue();
    }

    /** Connections that stand are not ended; new ones are refused, and a majority that cannot be made signs nothing. */
    @Test
    void beyondTheirCertificatesMembersFallSilentAndComeBackWithTheTime() throws Exception {
        Member leader = struck.cluster().awaitLeader();
        for (Member member : struck.cluster().members()) {
            struck.machine(member).clockJumps(BEYOND_CERTIFICATES);
        }
        struck.awaitSignature();

        List<Member> followers = struck.followers();
        for (Member follower : followers) {
            follower.process().kill9();
        }
        refuses(followers.get(0));
        int signed = struck.signed();
        refuses(followers.get(1));

        assertThat(struck.signed()).isEqualTo(signed);
        assertThat(leader.process().isAlive()).isTrue();

        struck.comeBack();
    }

    private static void refuses(Member member) throws Exception {
        member.start();
        assertThat(member.process().awaitExit(LIMIT)).isEqualTo(TLS_EXIT);
        assertThat(member.process().logTail(10)).contains("RK-1303");
    }
}
