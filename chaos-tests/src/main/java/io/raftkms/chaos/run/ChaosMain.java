package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run as a program; {@code chaos-tests/storm} has its options. Exit code 0 only if all held; 2 for wrong arguments.
 */
public final class ChaosMain {
    private static final String USAGE =
            "usage: [--seed S] [--seconds N] [--script NAME] [--honest N] [--hostile N] [--distance D] [--rate R]"
                    + " [--bundle DIR] [--workplace DIR]";

    private static final Map<String, String> DEFAULTS =
            Map.of("--seconds", "60", "--honest", "1", "--hostile", "0", "--distance", "lan", "--rate", "50");

    private ChaosMain() {}

    public static void main(String[] arguments) throws Exception {
        Options.run(USAGE, DEFAULTS, arguments, ChaosMain::run);
    }

    private static boolean run(Options options) throws Exception {
        Path bundle = options.newDirectory("--bundle", "target/chaos-bundle");
        Plan plan = plan(options);
        System.out.println("again: " + plan.again());
        System.out.print(plan.schedule().script());
        return options.inWorkplace(directory -> {
            Verdict verdict = new ChaosRun(Program.find(), plan, directory, System.out).run(bundle);
            System.out.print(verdict.text());
            System.out.println(verdict.passed() ? "all of it held" : "NOT all of it held; " + bundle);
            return verdict.passed();
        });
    }

    /** A file, or one of the named scripts. */
    private static Path script(String name) {
        Path named = Program.find().home().resolve("chaos-tests/scripts").resolve(name);
        return Files.exists(named) ? named : Path.of(name);
    }

    private static Plan plan(Options options) throws Exception {
        long seed = options.seed();
        Optional<String> script = options.given("--script");
        Schedule schedule = script.isPresent()
                ? Schedule.parse(Files.readString(script(script.get())))
                : Schedule.random(seed, Duration.ofSeconds(options.number("--seconds")), EnumSet.allOf(Fault.class));
        return new Plan(
                seed,
                schedule,
                options.number("--honest"),
                options.number("--hostile"),
                Distance.valueOf(options.text("--distance").toUpperCase(Locale.ROOT)),
                options.number("--rate"),
                options.without("--bundle", "--workplace").line("chaos-tests/storm"));
    }
}
