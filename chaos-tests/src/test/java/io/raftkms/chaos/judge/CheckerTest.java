package io.raftkms.chaos.judge;

import static io.raftkms.chaos.judge.TestSigner.block;
import static io.raftkms.chaos.judge.TestSigner.extension;
import static io.raftkms.chaos.judge.TestSigner.precommit;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of violation is shown to the judge once: a judge that cannot find against anyone is a defect. */
class CheckerTest {
    private final TestSigner signer = new TestSigner();
    private final List<Observation> seen = new ArrayList<>();

    private Judgement judge() {
        return new Checker(Set.of(signer.publicKey())).judge(seen);
    }

    private void askAndSign(Canonical message, long begin, long end) {
        seen.add(signer.asked(message, begin));
        seen.add(signer.signed(message, begin, end));
    }

    private static Canonical.Proposal proposal(long height) {
        return new Canonical.Proposal(height, 0, -1, block(1), new Timestamp(1_700_000_000, 0), TestSigner.CHAIN);
    }

    @Test
    void holdsForAnOrdinaryRun() {
        for (long height = 1; height <= 3; height++) {
            long at = height * 1_000;
            askAndSign(proposal(height), at, at + 1);
            askAndSign(
                    new Canonical.Vote(1, height, 0, block(1), new Timestamp(1, 2), TestSigner.CHAIN), at + 2, at + 3);
            askAndSign(precommit(height, block(1)), at + 4, at + 5);
            askAndSign(extension(height), at + 4, at + 5);
        }

        Judgement judgement = judge();

        assertThat(judgement.violations()).isEmpty();
        assertThat(judgement.holds()).isTrue();
        assertThat(judgement.signatures()).isEqualTo(9);
        assertThat(judgement.unanswered()).isEmpty();
    }

    @Test
    void holdsForARepeatWithTheStoredTimestamp() {
        Canonical.Vote first = precommit(5, block(1));
        Canonical.Vote later = new Canonical.Vote(2, 5, 0, block(1), new Timestamp(1_800_000_000, 0), first.chainId());
        askAndSign(first, 10, 20);
        askAndSign(precommit(6, block(1)), 30, 40);
        seen.add(signer.asked(later, 50));
        seen.add(signer.signed(first, 50, 60));

        assertThat(judge().violations()).isEmpty();
    }

    @Test
    void findsTwoBlocksSignedAtOnePosition() {
        askAndSign(precommit(5, block(1)), 10, 20);
        askAndSign(precommit(5, block(2)), 30, 40);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S1);
        assertThat(judge().holds()).isFalse();
    }

    @Test
    void findsABlockAndNilSignedAtOnePosition() {
        askAndSign(precommit(5, block(1)), 10, 20);
        askAndSign(precommit(5, Block.NIL), 30, 40);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S1);
    }

    @Test
    void findsTwoTimestampsSignedAtOnePosition() {
        Canonical.Vote first = precommit(5, block(1));
        askAndSign(first, 10, 20);
        askAndSign(new Canonical.Vote(2, 5, 0, block(1), new Timestamp(9, 9), first.chainId()), 30, 40);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S1);
    }

    @Test
    void findsTwoProposalsSignedAtOnePosition() {
        askAndSign(proposal(5), 10, 20);
        askAndSign(
                new Canonical.Proposal(5, 0, 0, block(1), new Timestamp(1_700_000_000, 0), TestSigner.CHAIN), 30, 40);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S1);
    }

    @Test
    void findsTheSecondMessageInTheFileOfAnotherNode() {
        askAndSign(precommit(5, block(1)), 10, 20);
        Observation other = signer.signed(precommit(5, block(2)), 15, 25);
        seen.add(signer.asked(precommit(5, block(2)), 15));
        seen.add(new Observation(
                other.event(),
                "another node",
                "7",
                other.kind(),
                other.chainId(),
                other.at(),
                other.signBytes(),
                other.signature(),
                other.publicKey(),
                other.beginNanos(),
                other.endNanos(),
                "other:1"));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S1);
    }

    @Test
    void allowsOnePositionOnTwoChainsAndDifferentExtensions() {
        Canonical.Vote vote = precommit(5, block(1));
        askAndSign(vote, 10, 20);
        askAndSign(extension(5), 10, 20);
        askAndSign(vote, 30, 40);
        askAndSign(new Canonical.Extension("ff", 5, 0, TestSigner.CHAIN), 30, 40);
        askAndSign(new Canonical.Vote(2, 5, 0, block(2), new Timestamp(1, 1), "another-chain"), 50, 60);

        assertThat(judge().violations()).isEmpty();
    }

    @Test
    void findsBytesThatNobodyAskedFor() {
        seen.add(signer.signed(precommit(5, block(1)), 10, 20));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S3);
    }

    @Test
    void findsBytesReleasedBeforeAnybodyAskedForThem() {
        seen.add(signer.asked(precommit(5, block(2)), 10));
        seen.add(signer.signed(precommit(5, block(1)), 10, 20));
        seen.add(signer.asked(precommit(5, block(1)), 30));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S3);
    }

    @Test
    void findsBytesFirstAskedForAfterSomethingHigherWasReleased() {
        askAndSign(precommit(6, block(1)), 10, 20);
        askAndSign(precommit(5, block(1)), 30, 40);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S3);
    }

    @Test
    void allowsALateAnswerToAnEarlyRequest() {
        seen.add(signer.asked(precommit(5, block(1)), 5));
        askAndSign(precommit(6, block(1)), 10, 20);
        seen.add(signer.signed(precommit(5, block(1)), 5, 40));

        assertThat(judge().violations()).isEmpty();
    }

    @Test
    void findsASignatureThatDoesNotVerify() {
        Canonical.Vote vote = precommit(5, block(1));
        seen.add(signer.asked(vote, 10));
        seen.add(signer.observation(
                Observation.Event.SIGNATURE,
                vote,
                signer.sign(precommit(6, block(1)).signBytes()),
                10,
                20));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S6);
    }

    @Test
    void findsAnEmptyAndAGarbledSignature() {
        seen.add(signer.asked(precommit(5, block(1)), 10));
        seen.add(signer.observation(Observation.Event.SIGNATURE, precommit(5, block(1)), "", 10, 20));
        seen.add(signer.asked(precommit(6, block(1)), 30));
        seen.add(signer.observation(Observation.Event.SIGNATURE, precommit(6, block(1)), "zz", 30, 40));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S6, Promise.S6);
    }

    @Test
    void findsAnExtensionSignatureThatDoesNotVerify() {
        askAndSign(precommit(5, block(1)), 10, 20);
        seen.add(signer.observation(
                Observation.Event.SIGNATURE,
                extension(5),
                signer.sign(extension(6).signBytes()),
                10,
                20));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S6);
    }

    @Test
    void findsAKeyThatIsNotEnrolled() {
        askAndSign(precommit(5, block(1)), 10, 20);

        Judgement judgement = new Checker(Set.of(new TestSigner().publicKey())).judge(seen);

        assertThat(judgement.violations()).extracting(Violation::promise).containsExactly(Promise.S6);
    }

    @Test
    void findsAnExtensionWithoutItsPrecommit() {
        askAndSign(extension(5), 10, 20);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S7);
    }

    @Test
    void findsAnExtensionWithANilPrecommit() {
        askAndSign(precommit(5, Block.NIL), 10, 20);
        askAndSign(extension(5), 10, 20);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S7);
    }

    @Test
    void findsAnExtensionInAnotherReplyThanItsPrecommit() {
        askAndSign(precommit(5, block(1)), 10, 20);
        askAndSign(extension(5), 30, 40);

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S7);
    }

    @Test
    void findsBytesForAnotherPositionThanAskedFor() {
        Observation honest = signer.signed(precommit(5, block(1)), 10, 20);
        seen.add(signer.asked(precommit(5, block(1)), 10));
        seen.add(at(honest, new Position(6, 0, 3), honest.chainId()));

        assertThat(judge().violations()).extracting(Violation::promise).contains(Promise.S8);
    }

    @Test
    void findsBytesForAnotherChainThanAskedFor() {
        Observation honest = signer.signed(precommit(5, block(1)), 10, 20);
        seen.add(at(signer.asked(precommit(5, block(1)), 10), honest.at(), "another-chain"));
        seen.add(at(honest, honest.at(), "another-chain"));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S8);
    }

    @Test
    void findsSignedBytesThatAreNoCanonicalMessage() {
        String raw = "00ff00ff";
        for (Observation.Event event : List.of(Observation.Event.REQUEST, Observation.Event.SIGNATURE)) {
            seen.add(new Observation(
                    event,
                    "node",
                    "1",
                    Kind.VOTE,
                    TestSigner.CHAIN,
                    new Position(5, 0, 3),
                    raw,
                    signer.sign(new byte[] {0, -1, 0, -1}),
                    signer.publicKey(),
                    10,
                    20,
                    "raw:1"));
        }

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S8);
    }

    private Observation of(Observation.Event event, Kind kind, String bytes, String signature, long at) {
        return new Observation(
                event,
                "node",
                "1",
                kind,
                "",
                new Position(0, 0, 0),
                bytes,
                signature,
                signer.publicKey(),
                at,
                at,
                "other:" + at);
    }

    @Test
    void findsEverySignatureOverRawBytes() {
        askAndSign(precommit(5, block(1)), 10, 20);
        for (int i = 0; i < 2; i++) {
            String body = "0a0" + i;
            seen.add(of(Observation.Event.REQUEST, Kind.RAW, body, "", 30));
            seen.add(of(Observation.Event.SIGNATURE, Kind.RAW, body, "aabb", 40));
        }

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S8, Promise.S8);
        assertThat(judge().holds()).isFalse();
    }

    @Test
    void findsRawBytesThatAreACanonicalVote() {
        askAndSign(precommit(5, block(1)), 10, 20);
        byte[] vote = precommit(6, block(1)).signBytes();
        seen.add(of(Observation.Event.SIGNATURE, Kind.RAW, HexFormat.of().formatHex(vote), signer.sign(vote), 30));

        assertThat(judge().violations()).extracting(Violation::promise).containsExactly(Promise.S8);
    }

    @Test
    void countsRefusalsOfRawBytesAndHoldsNothingElseOfThemAgainstAnybody() {
        askAndSign(precommit(5, block(1)), 10, 20);
        seen.add(of(Observation.Event.REQUEST, Kind.RAW, "0a01", "", 30));
        seen.add(of(Observation.Event.REFUSAL, Kind.RAW, "0a01", "", 31));
        seen.add(of(Observation.Event.REQUEST, Kind.RAW, "0a02", "", 40));

        assertThat(judge().holds()).isTrue();
        assertThat(judge().refusals()).hasSize(1);
        assertThat(judge().unanswered()).isEmpty();
        assertThat(judge().requests()).isEqualTo(1);
    }

    @Test
    void passesOverQuestionsForTheKey() {
        askAndSign(precommit(5, block(1)), 10, 20);
        Judgement before = judge();
        seen.add(of(Observation.Event.KEY, Kind.PUBLIC_KEY, "", "", 30));

        assertThat(judge()).isEqualTo(before);
    }

    @Test
    void doesNotHoldWhenNothingWasSigned() {
        seen.add(signer.asked(precommit(5, block(1)), 10));

        assertThat(judge().violations()).isEmpty();
        assertThat(judge().holds()).isFalse();
    }

    @Test
    void countsWhatWasLostRefusedAndNeverAnswered() {
        askAndSign(precommit(1, block(1)), 10, 20);
        seen.add(signer.asked(precommit(2, block(1)), 30));
        seen.add(signer.observation(Observation.Event.LOST, precommit(2, block(1)), "", 30, 40));
        seen.add(signer.asked(precommit(3, block(1)), 50));
        seen.add(signer.observation(Observation.Event.REFUSAL, precommit(3, block(1)), "", 50, 60));
        seen.add(signer.asked(precommit(4, block(1)), 70));
        seen.add(signer.asked(precommit(4, block(1)), 80));

        Judgement judgement = judge();

        assertThat(judgement.lost()).extracting(Observation::at).containsExactly(new Position(2, 0, 3));
        assertThat(judgement.refusals()).extracting(Observation::at).containsExactly(new Position(3, 0, 3));
        assertThat(judgement.unanswered()).extracting(Observation::at).containsExactly(new Position(4, 0, 3));
    }

    @Test
    void measuresLatenciesAndTheLongestGaps() {
        askAndSign(precommit(1, block(1)), 0, 1_000_000);
        askAndSign(precommit(2, block(1)), 2_000_000, 5_000_000);
        askAndSign(precommit(3, block(1)), 6_000_000, 606_000_000);

        Judgement judgement = judge();

        assertThat(judgement.latency(0.5)).isEqualTo(Duration.ofMillis(3));
        assertThat(judgement.latency(1)).isEqualTo(Duration.ofMillis(600));
        assertThat(judgement.gaps().get(0).until().at()).isEqualTo(new Position(3, 0, 3));
    }

    private static Observation at(Observation seen, Position position, String chainId) {
        return new Observation(
                seen.event(),
                seen.validator(),
                seen.connection(),
                seen.kind(),
                chainId,
                position,
                seen.signBytes(),
                seen.signature(),
                seen.publicKey(),
                seen.beginNanos(),
                seen.endNanos(),
                seen.source());
    }
}
