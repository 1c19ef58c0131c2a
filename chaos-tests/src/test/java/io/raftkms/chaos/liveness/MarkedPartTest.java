package io.raftkms.chaos.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkedPartTest {
    private final MarkedPart part = new MarkedPart("times");

    @Test
    void isReplacedAndNothingElse() {
        assertThat(part.replacedIn("a\n<!-- times -->\nold\n<!-- end of times -->\nb\n", "new\n"))
                .isEqualTo("a\n<!-- times -->\nnew\n<!-- end of times -->\nb\n");
    }

    @Test
    void mustBeThere() {
        assertThatThrownBy(() -> part.replacedIn("a\n<!-- times -->\n", "new")).hasMessageContaining("<!-- times -->");
    }
}
