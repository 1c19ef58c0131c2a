package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A run as a program; {@code chaos-tests/storm} has its options. Exit code 0 only if all held; 2 for wrong arguments.
 */
public final class ChaosMain {
    private static final String USAGE =
            "usage: [--seed S] [--seconds N] [--script NAME] [--honest N] [--hostile N] [--distance D] [--rate R]"
                    + " [--bundle DIR] [--workplace DIR]";

    private static final Map<String, String> DEFAULTS = Map.of(
            "--seconds",
            "60",
            "--honest",
            "1",
            "--hostile",
            "0",
            "--distance",
            "lan",
            "--rate",
            "50",
            "--bundle",
            "target/chaos-bundle");

    private ChaosMain() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>(DEFAULTS);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.remove();
            if (rest.isEmpty() || !USAGE.contains("[" + name + " ")) {
                System.err.println(USAGE);
                System.exit(2);
            }
            options.put(name, rest.remove());
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(Map<String, String> options) throws Exception {
        Path bundle = Path.of(options.get("--bundle")).toAbsolutePath();
        if (Files.exists(bundle)) {
            System.err.println(bundle + " is there already: what an earlier run left is not written over");
            return false;
        }
        Plan plan = plan(options);
        System.out.println("again: " + plan.again());
        System.out.print(plan.schedule().script());
        boolean kept = options.containsKey("--workplace");
        Path directory = kept ? Files.createDirectories(Path.of(options.get("--workplace"))) : Workplace.create();
        try {
            Verdict verdict = new ChaosRun(Program.find(), plan, directory, System.out).run(bundle);
            System.out.print(verdict.text());
            System.out.println(verdict.passed() ? "all of it held" : "NOT all of it held; " + bundle);
            return verdict.passed();
        } finally {
            if (!kept) {
                Workplace.remove(directory);
            }
        }
    }

    /** A file, or one of the named scripts. */
    private static Path script(String name) {
        Path named = Program.find().home().resolve("chaos-tests/scripts").resolve(name);
        return Files.exists(named) ? named : Path.of(name);
    }

    private static Plan plan(Map<String, String> options) throws Exception {
        long seed = Long.parseLong(
                options.computeIfAbsent("--seed", name -> String.valueOf(new Random().nextInt(1_000_000))));
        Schedule schedule = options.containsKey("--script")
                ? Schedule.parse(Files.readString(script(options.get("--script"))))
                : Schedule.random(
                        seed, Duration.ofSeconds(Long.parseLong(options.get("--seconds"))), EnumSet.allOf(Fault.class));
        StringBuilder again = new StringBuilder("chaos-tests/storm");
        options.forEach(
                (name, value) -> again.append(' ').append(name).append(' ').append(value));
        return new Plan(
                seed,
                schedule,
                Integer.parseInt(options.get("--honest")),
                Integer.parseInt(options.get("--hostile")),
                Distance.valueOf(options.get("--distance").toUpperCase(Locale.ROOT)),
                Integer.parseInt(options.get("--rate")),
                again.toString());
    }
}
