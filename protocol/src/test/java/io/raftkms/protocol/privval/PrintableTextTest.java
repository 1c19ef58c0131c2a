package io.raftkms.protocol.privval;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void quotesPlainTextAsItIs() {
        assertThat(PrintableText.quote("cosmoshub-4")).isEqualTo("\"cosmoshub-4\"");
        assertThat(PrintableText.quote("")).isEqualTo("\"\"");
    }

    @Property
    void isOneShortPrintableLine(@ForAll String text) {
        assertThat(PrintableText.quote(text)).matches("[ -~]*").hasSizeLessThanOrEqualTo(2 + 60 * 6 + 3);
    }

    @Test
    void truncationNeverCutsACharacterInHalf() {
        assertThat(PrintableText.truncate("ab\ud83d\ude80", 3)).isEqualTo("ab");
        assertThat(PrintableText.truncate("ab\ud83d\ude80", 4)).isEqualTo("ab\ud83d\ude80");
    }
}
