package io.raftkms.chaos.soak;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Hearing;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.judge.Violation;
import io.raftkms.chaos.nemesis.Pace;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.nemesis.Storm;
import io.raftkms.chaos.nemesis.Struck;
import io.raftkms.chaos.run.Blackout;
import io.raftkms.chaos.run.Bundle;
import io.raftkms.chaos.run.Scene;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A run in chapters. When one is over, the nodes rest, its observations are read once and packed, all members are killed,
 * some majority shows what it knows, and everybody goes on: what is kept in memory of a vote is a few digests, so that any
 * two chapters are judged together.
 */
final class SoakRun {
    private static final int SIGNATURES_BEFORE = 20;
    private static final Duration REST = Duration.ofSeconds(60);

    private final Program program;
    private final SoakPlan soak;
    private final Path directory;
    private final PrintStream out;

    /**
     * @param directory empty, and short: unix sockets go below it
     * @param out told how it goes
     */
    SoakRun(Program program, SoakPlan soak, Path directory, PrintStream out) {
        this.program = program;
        this.soak = soak;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Runs until all chapters are over or something is broken.
     *
     * @param bundle what is left then; absent
     */
    SoakResult run(Path bundle) throws IOException, InterruptedException, MalformedException {
        return Scene.play(
                program, soak.plan(), directory, AcceptGeneration.NEW, seen -> {}, scene -> run(scene, bundle));
    }

    private SoakResult run(Scene scene, Path bundle) throws IOException, InterruptedException, MalformedException {
        Bundle traces =
                new Bundle(bundle, soak.plan(), files(scene, soak.chapters().size()), scene.cluster());
        Ongoing ongoing = new Ongoing();
        try (Progress progress = new Progress(scene.cast(), ongoing, out)) {
            scene.begin(SIGNATURES_BEFORE);
            Chronicle chronicle = new Chronicle(scene.observer().nowNanos(), scene::isHonest);
            try {
                play(scene, chronicle, ongoing, progress);
            } catch (IOException | MalformedException | RuntimeException failed) {
                // What was seen until then is worth its report.
                chronicle.violated(List.of("it did not end: " + failed));
            }
            if (!chronicle.violations().isEmpty()) {
                traces.leave(String.join("\n", chronicle.violations()));
            }
            return chronicle.result(soak, scene.observer().nowNanos());
        }
    }

    private void play(Scene scene, Chronicle chronicle, Ongoing ongoing, Progress progress)
            throws IOException, InterruptedException, MalformedException {
        List<Schedule> chapters = soak.chapters();
        Hearing hearing = new Checker(Set.of(scene.key().publicKey())).hearing();
        Path written = scene.observations();
        for (int i = 0; i < chapters.size() && chronicle.violations().isEmpty(); i++) {
            progress.at("chapter " + (i + 1) + " of " + chapters.size());
            List<Struck> struck = storm(scene, chapters.get(i), ongoing);
            progress.at("calming down");
            chronicle.violated(calmDown(scene));
            progress.at("judging");
            Path next = file(i + 2);
            scene.observer().continueIn(next);
            judge(written, hearing, chronicle, struck);
            chronicle.violated(scene.cast().faults());
            if (chronicle.violations().isEmpty()) {
                progress.at("killing all");
                check(scene, chronicle);
            }
            pack(written);
            written = next;
        }
    }

    private static List<Struck> storm(Scene scene, Schedule schedule, Ongoing ongoing)
            throws IOException, InterruptedException {
        return new Storm(entry -> ongoing.noting(entry, scene.nemesis(entry)), scene.observer()::nowNanos, struck -> {})
                .run(schedule, Pace.fromNow());
    }

    /** Everybody is well again, and no node waits for an answer. */
    private static List<String> calmDown(Scene scene) throws InterruptedException {
        List<String> faults = new ArrayList<>(scene.calmDown());
        List<String> waiting = scene.cast().rest(REST);
        if (!waiting.isEmpty()) {
            faults.add("still without an answer: " + waiting);
        }
        return faults;
    }

    private static void judge(Path file, Hearing hearing, Chronicle chronicle, List<Struck> struck)
            throws IOException, MalformedException {
        ObservationFiles.forEach(file, seen -> {
            hearing.see(seen);
            chronicle.see(seen);
        });
        chronicle.closeChapter(struck);
        chronicle.violated(hearing.violations().stream().map(Violation::text).toList());
    }

    /** S2, and by a kill under load; afterwards all members run and the nodes ask on. */
    private static void check(Scene scene, Chronicle chronicle) throws IOException, InterruptedException {
        scene.cast().wake();
        scene.awaitSignatures(scene.cast().signed() + SIGNATURES_BEFORE);
        long begin = scene.observer().nowNanos();
        chronicle.violated(Blackout.of(scene));
        chronicle.checked(begin, scene.observer().nowNanos());
    }

    /** Kept for another judge, at a tenth of its size. */
    private static void pack(Path file) throws IOException {
        ObservationFiles.pack(file, packed(file));
        Files.delete(file);
    }

    private Path file(int chapter) {
        return directory.resolve("observations-" + chapter + ".jsonl");
    }

    private static Path packed(Path file) {
        return file.resolveSibling(file.getFileName() + ObservationFiles.PACKED);
    }

    /** Every file that may be there when something fails. */
    private List<Path> files(Scene scene, int chapters) {
        List<Path> files = new ArrayList<>(List.of(scene.observations(), packed(scene.observations())));
        IntStream.rangeClosed(2, chapters + 1).mapToObj(this::file).forEach(file -> {
            files.add(file);
            files.add(packed(file));
        });
        return files;
    }
}
