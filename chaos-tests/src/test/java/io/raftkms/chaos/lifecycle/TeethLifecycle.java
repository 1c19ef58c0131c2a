package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.teeth.Row;
import io.raftkms.chaos.teeth.Theatre;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three of the broken variants that {@code chaos-tests/teeth} has, one each of a wrong rule, a wrong release and a wrong disk,
 * which take a single member. Between them S1, S2, S3 and S7 are broken.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TeethLifecycle {
    private static final Theatre THEATRE = new Theatre(Program.find());

    @ParameterizedTest
    @ValueSource(strings = {"reuses-new-timestamp", "extension-alone", "watermark-after-write"})
    void areCaughtAndTheSoundSignerIsNot(String variant) throws Exception {
        Row row = THEATRE.play(variant);

        System.out.println(row.text());
        assertThat(row.caught()).as(row.text() + row.details()).isTrue();
    }
}
