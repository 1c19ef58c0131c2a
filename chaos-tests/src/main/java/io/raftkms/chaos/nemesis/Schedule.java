package io.raftkms.chaos.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * When which fault begins and when it is healed. As text, a line each; what follows # is for people:
 *
 * <pre>
 * AT  LASTING  FAULT  VICTIM        milliseconds from the begin of the run, milliseconds, and two words
 * 1500  3000  kill  leader
 * </pre>
 */
public record Schedule(List<Entry> entries) {
    private static final int WORDS = 4;
    private static final int SHORTEST = 100;
    private static final int LONGEST = 8_000;
    private static final int LONGEST_PAUSE = 4_000;

    /**
     * One fault.
     *
     * @param at since the begin of the run
     */
    public record Entry(Duration at, Duration lasting, FaultKind fault, Victim victim) {
        Duration until() {
            return at.plus(lasting);
        }

        /** A line of a script. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d %d %s %s",
                    at.toMillis(),
                    lasting.toMillis(),
                    fault.name().toLowerCase(Locale.ROOT),
                    victim.name().toLowerCase(Locale.ROOT));
        }
    }

    public Schedule {
        entries = entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
    }

    /**
     * Faults one after the other and over each other, some short and some long, until the time is up.
     *
     * @param seed gives the same schedule again
     * @param faults in the order of their declaration, to be the same for one seed
     */
    public static Schedule random(long seed, Duration length, Set<Fault> faults) {
        Random random = new Random(seed);
        List<Fault> kinds = faults.stream().sorted().toList();
        Victim[] victims = Victim.values();
        List<Entry> entries = new ArrayList<>();
        Duration at = Duration.ofMillis(random.nextInt(LONGEST_PAUSE));
        while (at.compareTo(length) < 0) {
            // As often below 0.9 s as above it: short holes are found by other code than long ones.
            double exponent = random.nextDouble();
            long lasting = (long) (SHORTEST * Math.pow((double) LONGEST / SHORTEST, exponent));
            entries.add(new Entry(
                    at,
                    Duration.ofMillis(lasting),
                    kinds.get(random.nextInt(kinds.size())),
                    victims[random.nextInt(victims.length)]));
            // Every third one begins while the last one lasts.
            long pause = random.nextInt(LONGEST_PAUSE);
            at = at.plusMillis(random.nextInt(3) == 0 ? random.nextInt((int) lasting) : lasting + pause);
        }
        return new Schedule(entries);
    }

    /**
     * Reads a script.
     *
     * @throws IllegalArgumentException naming the line
     */
    public static Schedule parse(String script) {
        return parse(script, word -> Fault.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    /**
     * Reads a script with words of its own.
     *
     * @param kinds finds a kind by the word in the script; IllegalArgumentException if there is none
     * @throws IllegalArgumentException naming the line
     */
    public static Schedule parse(String script, Function<String, FaultKind> kinds) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : script.lines().toList()) {
            number++;
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                entries.add(entry(text, "line " + number + ": ", kinds));
            }
        }
        return new Schedule(entries);
    }

    private static Entry entry(String text, String where, Function<String, FaultKind> kinds) {
        List<String> words = List.of(text.split("\\s+", -1));
        if (words.size() != WORDS) {
            throw new IllegalArgumentException(where + "\"" + text + "\" is not AT LASTING FAULT VICTIM");
        }
        try {
            return new Entry(
                    Duration.ofMillis(Long.parseLong(words.get(0))),
                    Duration.ofMillis(Long.parseLong(words.get(1))),
                    kinds.apply(words.get(2)),
                    Victim.valueOf(words.get(3).toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(where + unknown.getMessage(), unknown);
        }
    }

    /** The script that is this schedule. */
    public String script() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
