package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.run.Host;
import io.raftkms.chaos.run.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Broken variants as a program; {@code chaos-tests/teeth} has its options. Exit code 0 only if all that were to be played were
 * caught; 2 for a name or an option that there is not.
 */
public final class TeethMain {
    private static final String USAGE = "usage: [--out DIR] [--commit TEXT] [--page FILE] [VARIANT...]; variants are: ";
    private static final Map<String, String> DEFAULTS =
            Map.of("--out", "chaos-tests/target/teeth", "--commit", "unknown");

    private TeethMain() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(run(List.of(arguments)) ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        } catch (IllegalStateException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(List<String> arguments) throws Exception {
        int names = firstName(arguments);
        Options options = Options.parse(
                USAGE + String.join(" ", Theatre.names()),
                DEFAULTS,
                arguments.subList(0, names).toArray(String[]::new));
        List<String> wanted = wanted(arguments.subList(names, arguments.size()));
        Path out = Path.of(options.text("--out"));
        if (options.given("--page").isPresent()) {
            return write(Path.of(options.text("--page")), out);
        }
        return play(wanted, options.text("--commit"), out);
    }

    private static int firstName(List<String> arguments) {
        int first = 0;
        while (first < arguments.size() && arguments.get(first).startsWith("--")) {
            first += 2;
        }
        return Math.min(first, arguments.size());
    }

    private static List<String> wanted(List<String> named) {
        List<String> known = Theatre.names();
        for (String name : named) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + "? " + USAGE + String.join(" ", known));
            }
        }
        return named.isEmpty() ? known : named;
    }

    private static boolean write(Path page, Path results) throws IOException {
        String text = TeethPage.of(results).text();
        Files.writeString(page, TeethPage.PART.replacedIn(Files.readString(page), text));
        System.out.print(text);
        return true;
    }

    private static boolean play(List<String> wanted, String commit, Path out) throws Exception {
        Theatre theatre = new Theatre(Program.find());
        List<String> missed = new ArrayList<>();
        System.out.println(Row.heading());
        for (String name : wanted) {
            if (!caught(theatre, name, commit, out)) {
                missed.add(name);
            }
        }
        System.out.println(
                missed.isEmpty()
                        ? "all " + wanted.size() + " caught; " + out
                        : missed.size() + " NOT caught: " + String.join(" ", missed));
        return missed.isEmpty();
    }

    private static boolean caught(Theatre theatre, String name, String commit, Path out)
            throws IOException, InterruptedException {
        Row row;
        try {
            row = theatre.play(name);
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Exception failed) {
            System.out.println("| " + name + " | could not be played: " + failed.getMessage());
            failed.printStackTrace();
            return false;
        }
        new Result(commit, Host.text(), row).write(out);
        System.out.println(row.text());
        row.details().forEach(line -> System.err.println("    " + line));
        return row.caught();
    }
}
