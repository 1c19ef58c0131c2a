package io.raftkms.chaos.liveness;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.Host;
import io.raftkms.chaos.run.Options;
import io.raftkms.chaos.run.Plan;
import io.raftkms.chaos.run.Scene;
import io.raftkms.chaos.validators.AcceptGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The table of promises about time, as a program; {@code chaos-tests/liveness} has its options. Exit code 0 if all rounds
 * came to their end and nothing was signed twice, whatever their times; 2 for wrong arguments.
 */
public final class LivenessMain {
    private static final String USAGE =
            "usage: [--rounds N] [--events E,E] [--loops new,old] [--rate R] [--out FILE] [--page FILE] [--commit TEXT]";

    private static final Map<String, String> DEFAULTS =
            Map.of("--rounds", "20", "--events", "all", "--loops", "new,old", "--rate", "100");

    private LivenessMain() {}

    public static void main(String[] arguments) throws Exception {
        Options.run(USAGE, DEFAULTS, arguments, LivenessMain::run);
    }

    private static boolean run(Options options) throws Exception {
        List<Event> events = options.text("--events").equals("all")
                ? List.of(Event.values())
                : words(options, "--events").map(Event::valueOf).toList();
        List<AcceptGeneration> loops =
                words(options, "--loops").map(AcceptGeneration::valueOf).toList();
        String commit = options.given("--commit").orElse("unknown");
        List<Measured> measured = new ArrayList<>();
        for (Event event : events) {
            for (AcceptGeneration loop : loops) {
                measured.add(measure(event, loop, options));
                // So far, for whoever does not wait for the end.
                tell(new Table(measured).text(commit, Host.text()), options);
            }
        }
        List<String> faults = new Table(measured).faults();
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        return faults.isEmpty();
    }

    private static void tell(String table, Options options) throws IOException {
        System.out.print(table);
        if (options.given("--out").isPresent()) {
            Files.writeString(Path.of(options.text("--out")), table);
        }
        if (options.given("--page").isPresent()) {
            Path page = Path.of(options.text("--page"));
            Files.writeString(page, new MarkedPart("times").replacedIn(Files.readString(page), table));
        }
    }

    private static Measured measure(Event event, AcceptGeneration loop, Options options) throws Exception {
        Path directory = Workplace.create();
        Plan plan = new Plan(
                1, new Schedule(List.of()), 1, 0, event.distance(), options.number("--rate"), "chaos-tests/liveness");
        Pulse pulse = new Pulse();
        Measured measured;
        try {
            measured = Scene.play(Program.find(), plan, directory, loop, pulse::see, scene -> {
                scene.begin(1);
                return new Rounds(scene, pulse, event, System.out).run(loop, options.number("--rounds"));
            });
        } catch (IllegalStateException | ConditionTimeoutException stuck) {
            measured = new Measured(event, loop, List.of(), pulse.lost(), List.of(stuck.toString()));
        }
        if (measured.faults().isEmpty()) {
            Workplace.remove(directory);
        } else {
            System.out.println("kept: " + directory);
        }
        return measured;
    }

    private static Stream<String> words(Options options, String name) {
        return Stream.of(options.text(name).split(",")).map(word -> word.toUpperCase(Locale.ROOT));
    }
}
