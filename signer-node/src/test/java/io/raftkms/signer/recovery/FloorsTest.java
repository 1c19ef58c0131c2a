package io.raftkms.signer.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.store.StateInspection;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorsTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId OTHER = new KeyId("chain-2", new RecordedKey(2).publicKey());

    @Test
    void floorIsTheHighestOfAllSourcesAndTheMargin() {
        Floors floors = Floors.of(
                List.of(
                        source("a", seen(KEY, 90, false, false), seen(OTHER, 7, false, false)),
                        source("b", seen(KEY, 120, false, false)),
                        source("c", seen(KEY, 100, false, false))),
                50);

        assertThat(floors.keys()).hasSize(2);
        assertThat(floors.keys().get(0)).satisfies(key -> {
            assertThat(key.key()).isEqualTo(KEY);
            assertThat(key.floor()).isEqualTo(HeightRoundStep.endOf(170));
            assertThat(key.highestFrom()).isEqualTo(Path.of("b"));
        });
        assertThat(floors.keys().get(1).floorHeight()).isEqualTo(57);
    }

    @Test
    void watermarkOfOneSourceCountsForAKeyThatAnotherOneNames() {
        Source watermark = source("b", List.of(), StateInspection.Mark.nameOf(KEY), 300);

        Floors floors = Floors.of(List.of(source("a", seen(KEY, 90, false, false)), watermark), 10);

        assertThat(floors.keys().get(0).floorHeight()).isEqualTo(310);
        assertThat(floors.keys().get(0).highestFrom()).isEqualTo(Path.of("b"));
        assertThat(floors.unnamed()).isEmpty();
    }

    @Test
    void marksOfUnknownKeysAreNotForgotten() {
        Source watermark = source("b", List.of(), "00ff", 300);

        assertThat(Floors.of(List.of(source("a", seen(KEY, 1, false, false)), watermark), 1)
                        .unnamed())
                .singleElement()
                .satisfies(mark -> assertThat(mark.at().height()).isEqualTo(300));
        assertThatThrownBy(() -> Floors.of(List.of(watermark), 1))
                .satisfies(failed -> assertCode(failed, MessageCode.RECOVERY_NOTHING_FOUND))
                .hasMessageContaining("no source knows a key; 1 records of watermarks name none");
    }

    @Test
    void sealAndPauseOfAnySourceStay() {
        Floors floors = Floors.of(
                List.of(
                        source("a", seen(KEY, 90, true, false)),
                        source("b", seen(KEY, 120, false, true)),
                        source("c", seen(KEY, 100, false, false))),
                1);

        assertThat(floors.keys().get(0).sealed()).isTrue();
        assertThat(floors.keys().get(0).pausedBefore()).isTrue();
    }

    @Test
    void heightsThatAreNoneAreRefused() {
        List<Source> highest = List.of(source("a", seen(KEY, Long.MAX_VALUE - 10, false, false)));

        assertThat(Floors.of(highest, 10).keys().get(0).floorHeight()).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Floors.of(highest, 11))
                .satisfies(failed -> assertCode(failed, MessageCode.RECOVERY_FLOOR_OVERFLOW))
                .hasMessageContaining("the key of chain chain-1 stands at height ")
                .hasMessageContaining(" heights above that there is none");
        for (long margin : new long[] {Long.MIN_VALUE, -1, 0, Floors.MAX_MARGIN + 1, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Floors.of(highest, margin));
        }
    }

    @Test
    void sourceOfAnotherClusterIsRefused() {
        Source foreign = new Source(
                Path.of("x"),
                Source.Kind.BUNDLE,
                "cluster-9",
                "x#0123456789abcdef",
                "00",
                "",
                List.of(seen(KEY, 999, false, false)),
                List.of(),
                List.of(),
                List.of());

        assertThatThrownBy(() -> Floors.of(List.of(source("a", seen(KEY, 1, false, false)), foreign), 1))
                .satisfies(failed -> assertCode(failed, MessageCode.RECOVERY_SOURCE_FOREIGN))
                .hasMessageContaining("x is of cluster cluster-9");
    }

    private static SeenKey seen(KeyId key, long height, boolean sealed, boolean paused) {
        return new SeenKey(key, HeightRoundStep.endOf(height), sealed, paused);
    }

    private static Source source(String path, SeenKey... keys) {
        return source(path, List.of(keys), "11", -1);
    }

    private static Source source(String path, List<SeenKey> keys, String markName, long markHeight) {
        return new Source(
                Path.of(path),
                Source.Kind.DATA_DIRECTORY,
                "cluster-1",
                path + "#0123456789abcdef",
                "00",
                "entry 1",
                keys,
                markHeight < 0
                        ? List.of()
                        : List.of(new Source.UnnamedMark(markName, HeightRoundStep.endOf(markHeight))),
                List.of(),
                List.of());
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        assertThat(((CommandException) failed).failures().get(0).code()).isEqualTo(code);
    }
}
