package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Program;
import java.util.List;

/** {@code chaos-tests/teeth}. Exit code 0 only if all were caught; 2 for a name that there is not. */
public final class TeethMain {
    private TeethMain() {}

    public static void main(String[] arguments) throws Exception {
        List<String> known = Theatre.names();
        List<String> wanted = arguments.length == 0 ? known : List.of(arguments);
        for (String name : wanted) {
            if (!known.contains(name)) {
                System.err.println("usage: [VARIANT...]; there are: " + String.join(" ", known));
                System.exit(2);
            }
        }
        Theatre theatre = new Theatre(Program.find());
        int missed = 0;
        System.out.println(Row.heading());
        for (String name : wanted) {
            missed += caught(theatre, name) ? 0 : 1;
        }
        System.out.println(missed == 0 ? "all " + wanted.size() + " caught" : missed + " NOT caught");
        System.exit(missed == 0 ? 0 : 1);
    }

    private static boolean caught(Theatre theatre, String name) throws InterruptedException {
        try {
            Row row = theatre.play(name);
            System.out.println(row.text());
            row.details().forEach(line -> System.err.println("    " + line));
            return row.caught();
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Exception failed) {
            System.out.println("| " + name + " | could not be played: " + failed.getMessage());
            failed.printStackTrace();
            return false;
        }
    }
}
