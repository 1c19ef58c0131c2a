package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That chaos-tests/growth fails when it should. */
class GrowthStepsTest {
    private static final long FULL = 200_000;

    @Test
    void fillingUpIsNoGrowth() {
        GrowthSteps seen = steps(10, entries -> Math.min(entries, FULL) / 5000.0, entries -> 1500);

        assertThat(seen.conclusive()).isTrue();
        assertThat(seen.growth()).isEmpty();
    }

    @Test
    void purgingBySegmentsAndABusyMachineAreNoGrowth() {
        GrowthSteps seen =
                steps(10, entries -> entries % 200_000 == 0 ? 40 : 55, entries -> entries == 800_000 ? 13_000 : 1500);

        assertThat(seen.growth()).isEmpty();
    }

    @Test
    void aDiskThatFillsSlowlyIsGrowth() {
        GrowthSteps seen = steps(10, entries -> 40 + entries / 20_000.0, entries -> 1500);

        assertThat(seen.growth())
                .hasValueSatisfying(text -> assertThat(text).contains("MB on a disk in the later half"));
    }

    @Test
    void startsThatBecomeLongerAreGrowth() {
        GrowthSteps seen = steps(10, entries -> 40, entries -> entries / 80.0);

        assertThat(seen.growth()).hasValueSatisfying(text -> assertThat(text).contains("ms for a start"));
    }

    @Test
    void tooLargeIsGrowthHoweverFewTheEntries() {
        GrowthSteps seen = steps(2, entries -> 101, entries -> 1500);

        assertThat(seen.conclusive()).isFalse();
        assertThat(seen.growth()).contains("a member's files take 101.0 MB, more than 100");
    }

    private static GrowthSteps steps(int count, LongToDoubleFunction disk, LongToDoubleFunction start) {
        List<GrowthSteps.Step> steps = LongStream.rangeClosed(1, count)
                .map(step -> step * 100_000)
                .mapToObj(entries ->
                        new GrowthSteps.Step(entries, disk.applyAsDouble(entries), start.applyAsDouble(entries)))
                .toList();
        return new GrowthSteps(steps, FULL);
    }
}
