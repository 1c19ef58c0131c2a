package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.link.Requests;
import io.raftkms.signer.signature.ForwardedReplies;
import io.raftkms.signer.signature.SignatureResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forwarded vote whose leader dies after the commit and before the reply. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LeaderDeathTest {
    private static final Vote VOTE = Requests.prevote(5);

    private final List<ForwardingMember> members = new ArrayList<>();

    @BeforeEach
    void startThreeMembers(@TempDir Path directory) throws Exception {
        try (TestMembers homes = new TestMembers(directory, 3, List.of("tcp://127.0.0.1:1"))) {
            for (String name : homes.names()) {
                members.add(new ForwardingMember(homes.configuration(name)));
            }
        }
    }

    @AfterEach
    void stop() {
        members.forEach(ForwardingMember::close);
        assertThat(members).flatExtracting(one -> one.faults).isEmpty();
    }

    @ParameterizedTest(name = "who forwarded leads next: {0}")
    @ValueSource(booleans = {false, true})
    void isAnsweredByTheNextLeaderWithTheSignatureThatWasNeverSent(boolean forwarderLeadsNext) {
        ForwardingMember leader = enrol();
        ForwardingMember forwarder = others(leader).get(0);
        ForwardingMember third = others(leader).get(1);
        ForwardingMember next = forwarderLeadsNext ? forwarder : third;
        // On a busy machine it may lose leadership meanwhile, and gets it again: nobody else stands.
        others(leader).forEach(one -> one.member.standForElection(false));
        patiently().until(() -> forwarder.member.leadership().leader().stream().anyMatch(leader.member.self()::equals));
        leader.keepBackReplies();

        CompletableFuture<SignatureResult> asked = forwarder.ask(Requests.request(VOTE));
        byte[] neverSent = leader.keptBack.orTimeout(30, TimeUnit.SECONDS).join();
        // Whoever stands must have all entries, or the one that has them would refuse it its vote.
        patiently().until(() -> applied(forwarder) == applied(leader) && applied(third) == applied(leader));
        assertThat(members).allSatisfy(one -> assertThat(reserved(one)).isEqualTo(1));
        assertThat(asked).isNotDone();
        long termBefore = leader.member.leadership().term();
        next.member.standForElection(true);
        leader.crash();

        assertThat(asked).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(SignatureResult.Signed.class);
        SignatureResult.Signed signed = (SignatureResult.Signed) asked.join();
        assertThat(signed.signature()).isEqualTo(ForwardedReplies.signature(neverSent));
        assertThat(signed.timestamp()).isEqualTo(Requests.TIME);
        assertThat(new Ed25519Verifier(leader.key.publicKey())
                        .verifies(SignBytes.vote(Requests.CHAIN, VOTE), signed.signature()))
                .isTrue();
        patiently().until(() -> next.member.leadership().role() == Leadership.Role.LEADER);
        assertThat(next.member.leadership().term()).isGreaterThan(termBefore);
        assertThat(others(leader))
                .allSatisfy(survivor -> assertThat(reserved(survivor)).isEqualTo(1));
    }

    private ForwardingMember leader() {
        return patiently()
                .until(
                        () -> members.stream()
                                .filter(one -> one.member.leadership().ready())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<ForwardingMember> others(ForwardingMember leader) {
        return members.stream().filter(one -> one != leader).toList();
    }

    /** Whoever leads may be deposed by the time it is asked. */
    private ForwardingMember enrol() {
        return patiently()
                .until(
                        () -> {
                            ForwardingMember leader = leader();
                            Command enrolment = new Command.Enrol(leader.key, new Enrolment.NewChain(1));
                            return leader.member.submit(enrolment).join() instanceof Submission.Applied
                                    ? Optional.of(leader)
                                    : Optional.<ForwardingMember>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static long applied(ForwardingMember one) {
        return one.member.status().appliedIndex();
    }

    private static int reserved(ForwardingMember one) {
        return one.member
                .ledger()
                .key(one.key)
                .map(KeyState::reservations)
                .map(List::size)
                .orElse(0);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }
}
