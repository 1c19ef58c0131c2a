package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.machine.Call;
import io.raftkms.chaos.machine.Moment;
import io.raftkms.chaos.machine.PreloadedMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power is lost, or a process killed, at an instant that is chosen by the call that is about to be made. What was forced is
 * enough to go on, for one member and for all of them; the whole is judged at the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PowerLossLifecycle {
    private static final Duration HELD = Duration.ofSeconds(20);
    private static final int TORN_EXIT = 20;
    private static final String TORN = "RK-2012";
    /** Zeros where a record is due, and then something: no more than a damaged log. */
    private static final String WITHOUT_ITS_START = "RK-2005";

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("raftkms-power");

    private final long seed = new Random().nextInt(1_000_000);
    private final Random random = new Random(seed);
    private StruckCluster struck;

    @BeforeAll
    void start() throws Exception {
        System.out.println("power is lost by seed " + seed);
        struck = new StruckCluster(VALIDATOR, true);
    }

    @BeforeEach
    void allRun() throws Exception {
        struck.comeBack();
    }

    @AfterAll
    void judge() throws Exception {
        struck.close();
    }

    private static Stream<Moment> moments() {
        return Stream.of(Moment.APPENDED, Moment.FORCED, Moment.COMMITTED);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void whatWasReleasedIsThereWhenAllHostsLosePower(Moment moment) throws Exception {
        Member leader = struck.cluster().awaitLeader();
        hold(leader, moment);

        assertThat(struck.blackOut(random)).isEmpty();
    }

    private static Stream<Moment> votes() {
        return Stream.of(
                Moment.VOTING,
                Moment.VOTED,
                new Moment(Call.RENAME, "raft-meta.forced"),
                new Moment(Call.RENAMED, "raft-meta.forced"),
                new Moment(Call.FORCE, "current"));
    }

    /** Its vote may be there or not; that it gave none which it forgot is for the promises to show. */
    @ParameterizedTest
    @MethodSource("votes")
    void aHostThatLosesPowerWhileItsMemberVotesComesBack(Moment moment) throws Exception {
        Member leader = struck.cluster().awaitLeader();
        Member voter = struck.followers().get(random.nextInt(2));
        struck.machine(voter).holdAt(moment);
        leader.process().kill9();
        assertThat(struck.machine(voter).awaitHeld(HELD)).isTrue();
        voter.process().kill9();
        struck.machine(voter).letGo();
        struck.machine(voter).losePower(random);

        struck.comeBack();
    }

    @Test
    void aMemberKilledBetweenItsSnapshotAndTheNameOfItComesBack() throws Exception {
        Member member = struck.followers().get(0);
        struck.machine(member).holdAt(Moment.SNAPSHOT);
        member.process().terminate();
        assertThat(struck.machine(member).awaitHeld(HELD)).isTrue();
        member.process().kill9();
        struck.machine(member).letGo();
        struck.machine(member).losePower(random);

        struck.comeBack();
    }

    /**
     * The disk had a part of the entry that was being written, of which nobody was told. A record that is cut off in the middle,
     * or whose first sector is missing, is refused, as it cannot be told from here whether it was confirmed; nothing is signed
     * because of it, and the others go on.
     */
    @Test
    void aMemberWhoseLastRecordIsTornStartsOrSaysSoAndTheOthersSignOn() throws Exception {
        Member member = struck.followers().get(0);
        PreloadedMachine machine = struck.machine(member);
        hold(member, Moment.APPENDED);
        member.process().kill9();
        machine.letGo();
        Path whole = VALIDATOR.directory().resolve("whole");
        machine.leaves(whole, random);
        machine.losePowerAndTear(random);

        member.start();
        Awaitility.await("a start or a refusal")
                .atMost(LIMIT)
                .until(() -> !member.isAlive() || member.status().ready());
        struck.awaitSignature();
        if (!member.isAlive()) {
            assertThat(member.process().exitCode()).hasValue(TORN_EXIT);
            assertThat(member.process().logTail(10)).containsAnyOf(TORN, WITHOUT_ITS_START);
            machine.stands(whole);
        }
    }

    /** Last: member c is another one afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aHostThatLosesPowerWhileItsMemberJoinsGoesOnJoining() throws Exception {
        TestCluster cluster = struck.cluster();
        Member old = cluster.member("c");
        if (cluster.awaitLeader() == old) {
            cluster.transferTo(cluster.member("a"));
        }
        Newcomer fresh = Newcomer.make(VALIDATOR, cluster, "d", "replace", "c");
        PreloadedMachine machine = struck.take(fresh.member());
        fresh.member().start();
        fresh.awaitAnswers();
        machine.holdAt(Moment.APPENDED);

        CompletableFuture<Program.Outcome> joining = CompletableFuture.supplyAsync(
                () -> cluster.onLeader(done -> done.exitCode() == 0, "cluster", "replace", "c", fresh.argument()));
        assertThat(machine.awaitHeld(HELD)).isTrue();
        fresh.member().process().kill9();
        machine.letGo();
        machine.losePower(random);
        fresh.member().start();

        assertThat(joining.get(LIMIT.toSeconds(), TimeUnit.SECONDS).exitCode()).isZero();
        old.process().awaitExit(LIMIT);
        struck.forget(old);
        struck.comeBack();
    }

    private void hold(Member member, Moment moment) throws Exception {
        struck.awaitSignature();
        struck.machine(member).holdAt(moment);
        assertThat(struck.machine(member).awaitHeld(HELD))
                .as("%s on %s", moment, member.name())
                .isTrue();
    }
}
