package io.raftkms.chaos.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverFileTest {
    private static final Observation SEEN = new Observation(
            Observation.Event.REQUEST, "v", "1", Kind.VOTE, "c", new Position(1, 0, 2), "00", "", "aa", 1, 1, "f");

    @TempDir
    private Path directory;

    @Test
    void appendsToWhatIsThere() throws IOException, MalformedException {
        Path file = directory.resolve("seen.jsonl");
        for (int i = 0; i < 2; i++) {
            try (ObserverFile observer = new ObserverFile(file, Clock.systemUTC())) {
                observer.observe(SEEN);
            }
        }

        assertThat(ObservationFiles.read(List.of(file)))
                .extracting(Observation::event)
                .containsExactly(Observation.Event.REQUEST, Observation.Event.REQUEST);
    }

    @Test
    void countsTimeOnByTheMonotonicClockAlone() throws IOException {
        AtomicLong ticks = new AtomicLong(-5);
        Clock clock = Clock.fixed(Instant.ofEpochSecond(7, 9), ZoneOffset.UTC);
        try (ObserverFile observer = new ObserverFile(directory.resolve("seen.jsonl"), clock, ticks::get)) {
            assertThat(observer.nowNanos()).isEqualTo(7_000_000_009L);

            ticks.addAndGet(100);

            assertThat(observer.nowNanos()).isEqualTo(7_000_000_109L);
        }
    }
}
