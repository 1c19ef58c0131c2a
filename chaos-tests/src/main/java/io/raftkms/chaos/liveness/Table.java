package io.raftkms.chaos.liveness;

import io.raftkms.chaos.validators.AcceptGeneration;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What was measured, a row for each event, in Markdown. */
final class Table {
    private final List<Measured> measured;

    Table(Collection<Measured> measured) {
        this.measured = List.copyOf(measured);
    }

    /**
     * The table with a line above it.
     *
     * @param commit of the program
     * @param host the machine
     */
    String text(String commit, String host) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
                Commit %s, %s, members without warm-up and with the JVM's first compiler only. Median / worst of so many rounds, and votes lost.

                | event | aimed at | new accept loop | rounds | lost | old accept loop | rounds | lost |
                |---|---|---|---|---|---|---|---|
                """, commit, host));
        for (Event event : Event.values()) {
            if (measured.stream().anyMatch(one -> one.event() == event)) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s |%n",
                        event,
                        pair(event.median(), event.worst()),
                        cells(event, AcceptGeneration.NEW),
                        cells(event, AcceptGeneration.OLD)));
            }
        }
        return text.toString();
    }

    private String cells(Event event, AcceptGeneration generation) {
        Optional<Measured> found = measured.stream()
                .filter(one -> one.event() == event && one.generation() == generation)
                .findFirst();
        return found.map(one -> pair(one.spread().median(), one.spread().worst()) + (one.asAimed() ? "" : " (more)")
                        + " | " + one.gaps().size() + " | " + one.lost())
                .orElse("| |");
    }

    /** What is wrong in any row. */
    List<String> faults() {
        return measured.stream()
                .flatMap(
                        one -> one.faults().stream().map(fault -> one.event() + ", " + one.generation() + ": " + fault))
                .toList();
    }

    private static String pair(Duration median, Duration worst) {
        return Stream.of(median, worst)
                .map(time -> String.format(Locale.ROOT, "%.2f", time.toMillis() / 1e3))
                .reduce((one, two) -> one + " / " + two + " s")
                .orElseThrow();
    }
}
