package io.raftkms.signer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NestingTest {
    private static final String DEEP = "[".repeat(Nesting.LIMIT + 1);

    @Test
    void findsTheFirstBracketThatStandsTooDeep() {
        assertThat(Nesting.tooDeepAt("a = " + DEEP)).isEqualTo(4 + Nesting.LIMIT);
        assertThat(Nesting.tooDeepAt("a = " + "[{\n".repeat(Nesting.LIMIT))).isPositive();
    }

    @Test
    void allowsTheLimitAndAnyNumberBesideEachOther() {
        assertThat(Nesting.tooDeepAt("a = " + "[".repeat(Nesting.LIMIT))).isNegative();
        assertThat(Nesting.tooDeepAt("[[chain]]\nkey = { a = [1] }\n".repeat(1_000)))
                .isNegative();
    }

    @Test
    void bracketsInStringsAndCommentsCountNot() {
        for (String text : new String[] {
            "# " + DEEP + "\na = 1",
            "a = \"" + DEEP + "\"",
            "a = '" + DEEP + "'",
            "a = \"\"\"\n" + DEEP + "\n\"\"\"",
            "a = \"\\\"" + DEEP + "\"",
            "a = '''" + DEEP + "'''",
            "a = \"" + DEEP
        }) {
            assertThat(Nesting.tooDeepAt(text)).as(text).isNegative();
        }
    }

    @Test
    void aBracketBehindAStringCounts() {
        assertThat(Nesting.tooDeepAt("a = '\\' " + DEEP)).isPositive();
        assertThat(Nesting.tooDeepAt("a = \"b\n" + DEEP)).isPositive();
    }

    @Test
    void theConfigurationNamesLineAndColumn() {
        ConfigurationReading reading = ConfigurationFile.parse("\na = " + DEEP, Path.of("/etc/raftkms.toml"));

        assertThat(reading).isInstanceOfSatisfying(ConfigurationReading.Invalid.class, invalid -> {
            assertThat(invalid.problems()).hasSize(1);
            assertThat(invalid.problems().get(0).text()).contains("nested too deep: more than 32");
            assertThat(invalid.problems().get(0).spot()).isEqualTo(new Spot(2, 5 + Nesting.LIMIT));
        });
    }
}
