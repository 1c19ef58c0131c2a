package io.raftkms.chaos.kills;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every kind of blow, or those that are named, so many rounds each: {@code Kills ROUNDS [BLOW...]}; stops, where nothing
 * is left to chance, a quarter as often. Exit code 0 only if all passed.
 */
public final class Kills {
    private Series running;

    private Kills() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        Path workplace = Workplace.create();
        Kills kills = new Kills();
        Runtime.getRuntime().addShutdownHook(new Thread(kills::endRunning, "end-processes"));
        Map<Blow, SeriesResult> results = new EnumMap<>(Blow.class);
        for (Blow blow : blows(arguments)) {
            results.put(blow, kills.series(workplace, blow, blow.kills() ? rounds : Math.max(1, rounds / 4)));
        }
        print(results);
        long passed = results.values().stream().filter(SeriesResult::passed).count();
        if (passed == results.size() && !Member.VERBOSE) {
            Workplace.remove(workplace);
        } else {
            System.out.println("logs, homes and observations are kept in " + workplace);
        }
        System.out.println("kills: " + passed + " passed, " + (results.size() - passed) + " failed");
        System.exit(passed == results.size() ? 0 : 1);
    }

    private static List<Blow> blows(String... arguments) {
        List<Blow> named =
                Stream.of(arguments).skip(1).map(Blow::valueOf).distinct().toList();
        return named.isEmpty() ? List.of(Blow.values()) : named;
    }

    private SeriesResult series(Path workplace, Blow blow, int rounds) throws IOException {
        Path directory = Files.createDirectory(workplace.resolve(blow.name().toLowerCase(Locale.ROOT)));
        try {
            start(Series.start(Program.find(), directory, System.out));
            return running.run(Collections.nCopies(rounds, blow));
        } catch (Exception failed) {
            return new SeriesResult(List.of(), 0, List.of(failed.toString()));
        } finally {
            endRunning();
        }
    }

    private synchronized void start(Series series) {
        running = series;
    }

    private void endRunning() {
        Series series;
        synchronized (this) {
            series = running;
            running = null;
        }
        if (series != null) {
            series.close();
        }
    }

    private static void print(Map<Blow, SeriesResult> results) {
        String format = "%-38s %-6s %6s %10s %10s %10s %10s%n";
        System.out.println();
        System.out.printf(Locale.ROOT, format, "blow", "result", "rounds", "signed", "gap p50", "gap max", "in flight");
        results.forEach((blow, result) -> {
            System.out.printf(
                    Locale.ROOT,
                    format,
                    blow,
                    result.passed() ? "ok" : "FAILED",
                    result.rounds().size(),
                    result.signatures(),
                    result.gap(0.5).toMillis() + " ms",
                    result.gap(1).toMillis() + " ms",
                    result.inFlight());
            result.faults().forEach(fault -> System.out.println("  " + fault.replace("\n", "\n  ")));
        });
        System.out.println();
    }
}
