package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What is found while one configuration file is read: problems and notices, gathered until the end. */
final class Reading {
    private record Unused(Spot spot, String key) {}

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Unused> unused = new ArrayList<>();

    Reading(Path file) {
        this.file = file;
    }

    /** The file, absolute. */
    Path file() {
        return file;
    }

    /** The directory that relative paths start from. */
    Path home() {
        return file.getParent();
    }

    void problem(Spot spot, ConfigurationFault fault, String text) {
        problems.add(new Problem(spot, fault, text));
    }

    void notice(Spot spot, String text) {
        notices.add(new Notice(spot, text));
    }

    void unused(Spot spot, String key) {
        unused.add(new Unused(spot, key));
    }

    /** Reads something and says whether all of it was sound: what is missing in a broken list proves nothing. */
    <T> Part<T> part(Supplier<T> read) {
        int before = problems.size();
        T value = read.get();
        return new Part<>(value, problems.size() == before);
    }

    /**
     * What was read of a part of the file.
     *
     * @param sound whether it had no problems
     */
    record Part<T>(T value, boolean sound) {}

    int problemCount() {
        return problems.size();
    }

    List<Problem> problems() {
        return problems.stream().sorted(Comparator.comparing(Problem::spot)).toList();
    }

    /** All notices, in the order of the file; keys without effect share one. */
    List<Notice> notices() {
        List<Notice> all = new ArrayList<>(notices);
        if (!unused.isEmpty()) {
            all.add(new Notice(unused.get(0).spot(), unusedKeys()));
        }
        all.sort(Comparator.comparing(Notice::spot));
        return List.copyOf(all);
    }

    private String unusedKeys() {
        TreeSet<String> keys = new TreeSet<>();
        TreeSet<Integer> lines = new TreeSet<>();
        unused.forEach(entry -> {
            keys.add(entry.key());
            lines.add(entry.spot().line());
        });
        return "accepted for the sake of tmkms.toml, without effect here: " + String.join(", ", keys) + " (line"
                + (lines.size() == 1 ? " " : "s ")
                + String.join(", ", lines.stream().map(String::valueOf).toList())
                + ")";
    }
}
