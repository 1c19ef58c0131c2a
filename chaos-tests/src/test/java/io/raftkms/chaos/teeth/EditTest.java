package io.raftkms.chaos.teeth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class EditTest {
    private final Edit edit = new Edit("Rule.java", "return 1;", "return 2;");

    @Test
    void changesItsOnePlace() {
        assertThat(edit.appliedTo("before\nreturn 1;\nafter\n")).isEqualTo("before\nreturn 2;\nafter\n");
    }

    @Test
    void doesNotPassOverAPlaceThatIsGone() {
        assertThatIllegalStateException()
                .isThrownBy(() -> edit.appliedTo("return 3;"))
                .withMessageContaining("Rule.java has no place that reads:\nreturn 1;");
    }

    @Test
    void doesNotChooseAmongSeveralPlaces() {
        assertThatIllegalStateException()
                .isThrownBy(() -> edit.appliedTo("return 1; return 1;"))
                .withMessageContaining("Rule.java has more than one place");
    }
}
