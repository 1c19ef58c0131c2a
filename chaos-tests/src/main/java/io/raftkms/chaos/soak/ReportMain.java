package io.raftkms.chaos.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ReportMain PAGE FOUND DIRECTORY...}: one page of what several runs left; {@code chaos-tests/report} calls it. */
public final class ReportMain {
    private static final int FIRST_RUN = 2;

    private ReportMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length <= FIRST_RUN) {
            System.err.println("usage: PAGE FOUND DIRECTORY [DIRECTORY ...]");
            System.exit(2);
        }
        List<SoakResult> runs = new ArrayList<>();
        for (int i = FIRST_RUN; i < arguments.length; i++) {
            runs.add(SoakResult.read(Path.of(arguments[i])));
        }
        Path page = Path.of(arguments[0]);
        // The page lies in docs, to which the file's own links lead.
        String found = Files.readString(Path.of(arguments[1])).replace("](../docs/", "](");
        new ReportPage(runs, found).write(page);
        System.out.println(page + ": " + runs.size() + " runs");
    }
}
