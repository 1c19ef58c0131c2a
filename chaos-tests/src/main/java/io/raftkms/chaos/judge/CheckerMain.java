package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The judge as a program: {@code CheckerMain --public-key HEX [--public-key HEX ...] [--json FILE] OBSERVATIONS...}. Exit
 * code 0: everything held and something was signed; 1: not so; 2: wrong arguments, or a file that cannot be read.
 */
public final class CheckerMain {
    private static final int HOLDS = 0;
    private static final int BROKEN = 1;
    private static final int UNUSABLE = 2;
    private static final String USAGE =
            "usage: --public-key HEX [--public-key HEX ...] [--json FILE] OBSERVATIONS [OBSERVATIONS ...]";

    private CheckerMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Set<String> keys = new HashSet<>();
        List<Path> files = new ArrayList<>();
        Path json = null;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            if (!argument.startsWith("--")) {
                files.add(Path.of(argument));
            } else if (rest.isEmpty()) {
                err.println(argument + " needs a value\n" + USAGE);
                return UNUSABLE;
            } else if (argument.equals("--public-key")) {
                keys.add(rest.remove().toLowerCase(Locale.ROOT));
            } else if (argument.equals("--json")) {
                json = Path.of(rest.remove());
            } else {
                err.println("unknown option " + argument + "\n" + USAGE);
                return UNUSABLE;
            }
        }
        if (keys.isEmpty() || files.isEmpty()) {
            err.println(USAGE);
            return UNUSABLE;
        }
        try {
            Judgement judgement = new Checker(keys).judge(ObservationFiles.read(files));
            Report report = new Report(judgement);
            if (json != null) {
                Files.writeString(json, report.json());
            }
            out.print(report.text());
            return judgement.holds() ? HOLDS : BROKEN;
        } catch (IOException | MalformedException unusable) {
            err.println("cannot judge: " + unusable.getMessage());
            return UNUSABLE;
        }
    }
}
