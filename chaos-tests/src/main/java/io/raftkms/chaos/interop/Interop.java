package io.raftkms.chaos.interop;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Every trial one after the other, and a table at the end: {@code Interop --nodes CACHE [--jdk25 JAVA] [--key-file]
 * [--only TEXT]}. {@code --key-file} shows that the nodes work without a signer; {@code Interop --list} names the nodes.
 * Exit code 0 only if all passed.
 */
public final class Interop {
    private static final Set<String> FLAGS = Set.of("--list", "--key-file");

    private final Path cache;
    private final Path workplace;
    private TrialRun running;

    private Interop(Path cache, Path workplace) {
        this.cache = cache;
        this.workplace = workplace;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean flag = FLAGS.contains(arguments[i]);
            options.put(arguments[i], flag ? "" : arguments[++i]);
        }
        if (options.containsKey("--list")) {
            NodeRelease.all().forEach(System.out::println);
            return;
        }
        Path workplace = Workplace.create();
        Interop interop = new Interop(Path.of(options.get("--nodes")), workplace);
        Runtime.getRuntime().addShutdownHook(new Thread(interop::endRunning, "end-processes"));

        List<Trial> trials = trials(options).stream()
                .filter(trial -> trial.name().contains(options.getOrDefault("--only", "")))
                .toList();
        Map<Trial, TrialResult> results = new LinkedHashMap<>();
        for (Trial trial : trials) {
            results.put(trial, interop.timed(trial));
        }
        print(results);
        long passed = results.values().stream().filter(TrialResult::passed).count();
        boolean good = passed == results.size() && !results.isEmpty();
        if (good) {
            Workplace.remove(workplace);
        } else {
            System.out.println("logs and homes are kept in " + workplace);
        }
        System.out.println("interop: " + passed + " passed, " + (results.size() - passed) + " failed");
        System.exit(good ? 0 : 1);
    }

    private static List<Trial> trials(Map<String, String> options) {
        Program program = Program.find();
        List<Trial> trials = new ArrayList<>();
        Trial.Link link = options.containsKey("--key-file") ? Trial.Link.KEY_FILE : Trial.Link.TCP;
        for (NodeRelease release : NodeRelease.all()) {
            trials.add(new Trial(release, link, false, program));
            if (release.extensions().isPresent()) {
                trials.add(new Trial(release, link, true, program));
            }
        }
        if (link == Trial.Link.KEY_FILE) {
            return trials;
        }
        for (NodeRelease release : NodeRelease.onePerLine()) {
            trials.add(new Trial(release, Trial.Link.RELAY, release.extensions().isPresent(), program));
        }
        trials.add(new Trial(NodeRelease.onePerLine().get(1), Trial.Link.HANDOVER, false, program));
        if (options.containsKey("--jdk25")) {
            NodeRelease release = NodeRelease.onePerLine().get(1);
            trials.add(new Trial(release, link, true, program.withJava(Path.of(options.get("--jdk25")))));
        }
        return trials;
    }

    private TrialResult timed(Trial trial) throws IOException {
        long began = System.nanoTime();
        System.out.print("interop: " + trial.name() + " … ");
        System.out.flush();
        TrialResult result = result(trial);
        System.out.printf(
                Locale.ROOT,
                "%s (%.0f s)%n",
                result.passed() ? "ok" : "FAILED",
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3);
        result.faults().forEach(fault -> System.out.println("  " + fault.replace("\n", "\n  ")));
        return result;
    }

    private TrialResult result(Trial trial) throws IOException {
        Path directory = Files.createDirectory(workplace.resolve(trial.name()));
        try {
            start(new TrialRun(trial, directory, trial.release().binary(cache), System.out));
            return running.run();
        } catch (Exception failed) {
            return TrialResult.failed(failed.toString());
        } finally {
            endRunning();
        }
    }

    private synchronized void start(TrialRun run) {
        running = run;
    }

    private void endRunning() {
        TrialRun run;
        synchronized (this) {
            run = running;
            running = null;
        }
        if (run != null) {
            try {
                run.close();
            } catch (Exception failed) {
                System.out.println("a process of the trial could not be ended: " + failed);
            }
        }
    }

    private static void print(Map<Trial, TrialResult> results) {
        String format = "%-34s %-6s %7s %9s %6s %12s %15s %9s%n";
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                format,
                "trial",
                "result",
                "blocks",
                "killed at",
                "ours",
                "rounds above",
                "longest pause",
                "recorded");
        results.forEach((trial, result) -> System.out.printf(
                Locale.ROOT,
                format,
                trial.name(),
                result.passed() ? "ok" : "FAILED",
                result.blocks(),
                result.killedAt() == 0 ? "-" : result.killedAt(),
                result.ours(),
                result.highRounds().isEmpty() ? "none" : result.highRounds(),
                result.longest().toMillis() + " ms",
                result.recorded() == 0 ? "-" : result.recorded()));
        System.out.println();
    }
}
