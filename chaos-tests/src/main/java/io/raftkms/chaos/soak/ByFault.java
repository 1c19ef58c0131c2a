package io.raftkms.chaos.soak;

import io.raftkms.chaos.judge.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A table with a row for each kind of fault of one run or several. */
final class ByFault {
    private final TreeMap<String, List<Felt>> kinds;

    ByFault(List<Felt> faults) {
        kinds = faults.stream().collect(Collectors.groupingBy(Felt::fault, TreeMap::new, Collectors.toList()));
    }

    /** In Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("""
                | fault | times | gap, median | worst | alone: times | gap, median | worst | recovered after, median | worst | votes lost |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        kinds.forEach((kind, felt) -> table.append(row(
                kind, felt, String.valueOf(felt.stream().mapToLong(Felt::lost).sum()))));
        // A vote that was lost while two faults lasted is counted with both: their sum is no number of votes.
        table.append(
                row("**all**", kinds.values().stream().flatMap(List::stream).toList(), ""));
        return table.toString();
    }

    private static String row(String kind, List<Felt> felt, String lost) {
        Spread gaps = gaps(felt);
        List<Felt> alone = felt.stream().filter(Felt::alone).toList();
        Spread gapsAlone = gaps(alone);
        Spread recovered = new Spread(felt.stream()
                .map(one -> Duration.ofMillis(one.recoveryMillis()))
                .toList());
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %d | %s | %s | %s | %s | %s |%n",
                kind,
                felt.size(),
                seconds(gaps.median()),
                seconds(gaps.worst()),
                alone.size(),
                alone.isEmpty() ? "" : seconds(gapsAlone.median()),
                alone.isEmpty() ? "" : seconds(gapsAlone.worst()),
                seconds(recovered.median()),
                seconds(recovered.worst()),
                lost);
    }

    private static Spread gaps(List<Felt> felt) {
        return new Spread(
                felt.stream().map(one -> Duration.ofMillis(one.gapMillis())).toList());
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
    }
}
