package io.raftkms.signer.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryFileTest {
    private static final RecoveryRecord RECORD = new RecoveryRecord(
            RecoveryRecord.WARNING,
            "old-1",
            "new-1",
            "2026-11-22T12:00:00Z",
            "operator",
            50,
            false,
            List.of(new RecoveryRecord.SourceUsed("old/a", "data directory", "a#00", "ff", "entry 7", List.of())),
            List.of(new RecoveryRecord.Fenced("a#00", "disk shredded", List.of("10.0.0.1:26671: refused"))),
            List.of(new RecoveryRecord.KeyFloor("chain-1", "ed25519", "aa", "7/0/prevote", "old/a", 57, true, false)),
            List.of());

    @Test
    void recordIsReadBackAsItWasWritten() {
        assertThat(RecoveryFile.decode(RecoveryFile.encode(RECORD))).isEqualTo(RECORD);
    }

    @Test
    void changedFloorAndMissingSealAreNoticed() {
        String text = new String(RecoveryFile.encode(RECORD), StandardCharsets.UTF_8);

        for (String changed : List.of(
                text.replace("57", "56"),
                text.replace("\"sealed\" : true", "\"sealed\" : false"),
                text.replace("disk shredded", "still running"),
                text.replace("\"raftkms_recovery\" : 1", "\"raftkms_recovery\" : 2"))) {
            assertThat(changed).isNotEqualTo(text);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RecoveryFile.decode(changed.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void otherFilesAreNone() {
        for (String content : List.of("", "{}", "null", "[]", "{\"recovery\":null}", "{\"recovery\":{}}", "x")) {
            assertThatIllegalArgumentException()
                    .as("content %s", content)
                    .isThrownBy(() -> RecoveryFile.decode(content.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
