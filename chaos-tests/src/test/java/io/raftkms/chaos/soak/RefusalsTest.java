package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final Refusals refusals = new Refusals();
    private final Seen node = new Seen("node");

    @Test
    void areConflictsWhereSomethingElseWasSigned() {
        refusals.see(node.signed(5, "aa", 0, 1));
        refusals.see(node.refused(5, "bb", 2, 3));
        refusals.see(node.refused(4, "bb", 2, 3));
        refusals.see(node.refused(5, "aa", 2, 3));

        assertThat(refusals.conflicts()).isEqualTo(1);
        assertThat(refusals.others()).isEqualTo(2);
    }
}
