package io.raftkms.signer.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.RefusalReason;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.RecordedKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTextTest {
    private static final KeyId KEY = new KeyId("cosmoshub-4", new RecordedKey(1).publicKey());
    private static final HeightRoundStep ASKED = new HeightRoundStep(11, 2, Step.PREVOTE);
    private static final HeightRoundStep LAST = new HeightRoundStep(12, 0, Step.PRECOMMIT);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SEALED            | key is sealed on chain cosmoshub-4
            PAUSED            | key is paused on chain cosmoshub-4
            CONFLICT          | conflicting data
            HEIGHT_REGRESSION | height regression
            ROUND_REGRESSION  | round regression
            STEP_REGRESSION   | step regression
            BEYOND_JUMP_LIMIT | height is too far above the last one
            MALFORMED         | sign bytes do not decode
            """)
    void namesReasonAskedAndLastPosition(RefusalReason reason, String words) {
        assertThat(RefusalText.of(KEY, ASKED, new Decision.Refuse(reason, LAST)))
                .startsWith(words)
                .contains("asked 11/2/prevote, last 12/0/precommit");
    }

    @Test
    void keyThatIsNotEnrolledHasNoLastPositionButACommand() {
        assertThat(RefusalText.of(KEY, ASKED, new Decision.Refuse(RefusalReason.NOT_ENROLLED, HeightRoundStep.ZERO)))
                .isEqualTo("key is not enrolled on chain cosmoshub-4: asked 11/2/prevote; run: raftkms state init (or"
                        + " state import) on the leading member");
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void floorOfAWholeHeightIsShownAsThatHeight(RefusalReason reason) {
        String text = RefusalText.of(KEY, ASKED, new Decision.Refuse(reason, HeightRoundStep.endOf(20)));

        assertThat(text).doesNotContain("2147483647");
        if (reason != RefusalReason.NOT_ENROLLED) {
            assertThat(text).contains("asked 11/2/prevote, last height 20");
        }
    }
}
