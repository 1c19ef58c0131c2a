package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.link.LinkId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownKeysTest {
    private static final KeyId RIGHT = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId WRONG = new KeyId("chain-1", new RecordedKey(2).publicKey());
    private static final KeyId ELSEWHERE = new KeyId("chain-2", new RecordedKey(3).publicKey());
    private static final LinkId LINK = new LinkId("chain-1", "node");

    private final FakeMember member = new FakeMember();

    @Test
    void newOperatorsKeyIsShownBeforeAnythingIsEnrolledOnItsChain() {
        assertShown(keys(RIGHT));
        enrol(ELSEWHERE);
        assertShown(keys(RIGHT));
    }

    @Test
    void enrolledKeyIsShown() {
        enrol(RIGHT);
        assertShown(keys(RIGHT));
    }

    @Test
    void keyInThePlaceOfTheEnrolledOneIsWithheldAsSoonAsThatIsKnown() {
        ShownKeys keys = keys(WRONG);
        assertShown(keys);

        enrol(RIGHT);

        assertWithheld(keys);
    }

    @Test
    void secondValidatorOfAChainIsShownBesideTheFirst() {
        enrol(RIGHT);
        assertShown(keys(WRONG, WRONG, RIGHT));
    }

    @Test
    void enrolledKeyIsShownAlthoughAnotherOfItsChainIsLacking() {
        enrol(RIGHT);
        enrol(WRONG);
        assertShown(keys(RIGHT));
    }

    @Test
    void recordedKeyIsShownFromTheStartOnWithoutALeader() {
        member.startWith(RIGHT, ELSEWHERE);
        assertShown(keys(RIGHT));
    }

    @Test
    void memberWhoseRecordsHaveAKeyThatItLacksWaitsForTheLedger() {
        member.startWith(RIGHT);
        ShownKeys keys = keys(WRONG);
        assertWithheld(keys);

        enrol(RIGHT);
        member.catchUp();

        assertWithheld(keys);
    }

    @Test
    void recordedKeyOfAnotherChainDelaysANewOneUntilTheLedgerIsKnown() {
        member.startWith(ELSEWHERE);
        ShownKeys keys = keys(RIGHT);
        assertWithheld(keys);

        enrol(ELSEWHERE);
        member.catchUp();

        assertShown(keys);
    }

    private void enrol(KeyId key) {
        member.commit(new Command.Enrol(key, new Enrolment.NewChain(1)));
    }

    /** The link has the first key. */
    private ShownKeys keys(KeyId ofLink, KeyId... own) {
        LinkPlan plan = new LinkPlan(List.of(), Map.of(LINK, ofLink.publicKey()));
        ShownKeys.Offer offer = new ShownKeys.Offer(plan, own.length == 0 ? List.of(ofLink) : List.of(own));
        return new ShownKeys(member, () -> offer);
    }

    private static void assertShown(ShownKeys keys) {
        assertThat(keys.of(LINK.chainId(), LINK.validator())).isPresent();
        assertThat(keys.links()).containsExactly(LINK);
    }

    private static void assertWithheld(ShownKeys keys) {
        assertThat(keys.of(LINK.chainId(), LINK.validator())).isEmpty();
        assertThat(keys.links()).isEmpty();
    }
}
