package io.raftkms.chaos.soak;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.Distance;
import io.raftkms.chaos.run.Host;
import io.raftkms.chaos.run.Options;
import io.raftkms.chaos.run.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A long run as a program; {@code chaos-tests/soak} has its options. Exit code 0 only if all held; 2 for wrong arguments. */
public final class SoakMain {
    private static final String USAGE =
            "usage: [--minutes M] [--seed S] [--profile P] [--honest N] [--hostile N] [--rate R]"
                    + " [--chapter SECONDS] [--out DIR] [--workplace DIR] [--commit TEXT]";

    private static final Map<String, String> DEFAULTS = Map.of(
            "--minutes",
            "40",
            "--profile",
            "lan",
            "--honest",
            "2",
            "--hostile",
            "1",
            "--rate",
            "25",
            "--chapter",
            "300");

    private SoakMain() {}

    public static void main(String[] arguments) throws Exception {
        Options.run(USAGE, DEFAULTS, arguments, SoakMain::run);
    }

    private static boolean run(Options options) throws Exception {
        SoakPlan soak = plan(options);
        Path report = options.newDirectory("--out", "target/soak-" + soak.plan().seed());
        System.out.println("again: " + soak.plan().again());
        return options.inWorkplace(directory -> {
            SoakResult result = new SoakRun(Program.find(), soak, directory, System.out).run(report.resolve("bundle"));
            Files.createDirectories(report);
            result.write(report);
            new ReportPage(List.of(result), "").write(report.resolve("report.md"));
            result.violations().forEach(found -> System.out.println("FAULT: " + found));
            System.out.printf(
                    Locale.ROOT,
                    "signed %d, conflicts refused %d, lost %d, faults %d, violations %d; %s%n",
                    result.signatures(),
                    result.conflicts(),
                    result.lost(),
                    result.faults().size(),
                    result.violations().size(),
                    report.resolve("report.md"));
            return result.passed();
        });
    }

    private static SoakPlan plan(Options options) {
        long seed = options.seed();
        int minutes = options.number("--minutes");
        String commit = options.given("--commit").orElse("unknown");
        Plan plan = new Plan(
                seed,
                Schedule.random(seed, Duration.ofMinutes(minutes), EnumSet.allOf(Fault.class)),
                options.number("--honest"),
                options.number("--hostile"),
                Distance.valueOf(options.text("--profile").toUpperCase(Locale.ROOT)),
                options.number("--rate"),
                options.without("--commit", "--out", "--workplace").line("chaos-tests/soak"));
        return new SoakPlan(
                plan,
                minutes,
                Duration.ofSeconds(options.number("--chapter")),
                commit,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Host.text());
    }
}
