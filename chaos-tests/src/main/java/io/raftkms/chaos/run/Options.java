package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** What stands behind the name of a program: pairs of a name and a value. */
public final class Options {
    private static final int SEEDS = 1_000_000;

    /** What a program does with them. */
    @FunctionalInterface
    public interface Body {
        /** Whether all held. */
        boolean run(Options options) throws Exception;
    }

    /** What is done in a directory. */
    @FunctionalInterface
    public interface Work {
        /** Whether all held. */
        boolean in(Path directory) throws Exception;
    }

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @param usage has every name in brackets
     * @throws IllegalArgumentException if a name is not among them, or has no value
     */
    public static Options parse(String usage, Map<String, String> defaults, String... arguments) {
        Map<String, String> values = new TreeMap<>(defaults);
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.remove();
            if (rest.isEmpty() || !usage.contains("[" + name + " ")) {
                throw new IllegalArgumentException(name + "? " + usage);
            }
            values.put(name, rest.remove());
        }
        return new Options(values);
    }

    /** Does it and ends this process: with 0 if all held, 1 if not, 2 for arguments that the body or the usage refuses. */
    public static void run(String usage, Map<String, String> defaults, String[] arguments, Body body) throws Exception {
        try {
            System.exit(body.run(parse(usage, defaults, arguments)) ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    /** Works in the {@code --workplace} that was given, which is kept, or in one that is removed afterwards. */
    public boolean inWorkplace(Work work) throws Exception {
        if (given("--workplace").isPresent()) {
            return work.in(Files.createDirectories(Path.of(text("--workplace"))));
        }
        Path directory = Workplace.create();
        try {
            return work.in(directory);
        } finally {
            Workplace.remove(directory);
        }
    }

    /** Of an option that was given, or has a default. */
    public String text(String name) {
        return given(name).orElseThrow(() -> new IllegalArgumentException(name + " is needed"));
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public Optional<String> given(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The one that was given, or a new one, which belongs to the line from then on. */
    public long seed() {
        return Long.parseLong(values.computeIfAbsent("--seed", name -> String.valueOf(new Random().nextInt(SEEDS))));
    }

    /**
     * A directory that is not there yet.
     *
     * @param otherwise taken unless one was given; with a number behind it if an earlier run left something there
     * @throws IllegalArgumentException if the one that was given is there
     */
    public Path newDirectory(String name, String otherwise) {
        if (given(name).isPresent()) {
            Path wanted = Path.of(text(name)).toAbsolutePath();
            if (Files.exists(wanted)) {
                throw new IllegalArgumentException(
                        wanted + " is there already: what an earlier run left is not written over");
            }
            return wanted;
        }
        Path free = Path.of(otherwise).toAbsolutePath();
        for (int i = 2; Files.exists(free); i++) {
            free = Path.of(otherwise + "-" + i).toAbsolutePath();
        }
        return free;
    }

    /** The same but for some, which say nothing about the run itself. */
    public Options without(String... names) {
        Map<String, String> rest = new TreeMap<>(values);
        List.of(names).forEach(rest::remove);
        return new Options(rest);
    }

    /** A command line that says the same. */
    public String line(String program) {
        StringBuilder line = new StringBuilder(program);
        values.forEach(
                (name, value) -> line.append(' ').append(name).append(' ').append(value));
        return line.toString();
    }
}
