package io.raftkms.chaos.validators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicksTest {
    private final Ticks ticks = new Ticks(100, 1000);

    @Test
    void comeAtEachInterval() {
        assertThat(ticks.take(1000)).isEqualTo(100);
        assertThat(ticks.take(1099)).isEqualTo(1);
        assertThat(ticks.take(1100)).isZero();
        assertThat(ticks.take(1100)).isEqualTo(100);
    }

    @Test
    void areKeptOnceForWhoeverComesLate() {
        assertThat(ticks.take(1330)).isZero();
        assertThat(ticks.take(1330)).isEqualTo(70);
        assertThat(ticks.take(1400)).isZero();
    }

    @Test
    void beginAnewWhenTold() {
        ticks.restart(1050);

        assertThat(ticks.take(1100)).isEqualTo(50);
        assertThat(ticks.take(1150)).isZero();
    }

    @Test
    void ofARealNodeComeAtTwoThirdsOfItsDeadline() {
        assertThat(NodeTimings.stock().ping()).hasMillis(3333);
    }
}
