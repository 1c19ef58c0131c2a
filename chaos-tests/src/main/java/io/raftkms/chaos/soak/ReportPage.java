package io.raftkms.chaos.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One page of several runs, with their pictures in a directory beside it that is called as the page is. */
final class ReportPage {
    private final List<SoakResult> runs;
    private final String found;

    /**
     * @param found what was found on the way, in Markdown: nobody can count that
     */
    ReportPage(List<SoakResult> runs, String found) {
        this.runs = List.copyOf(runs);
        this.found = found;
    }

    /** Writes page and pictures. */
    void write(Path page) throws IOException {
        String name = page.getFileName().toString().replaceFirst("\\.md$", "");
        Path pictures = Files.createDirectories(page.toAbsolutePath().resolveSibling(name));
        for (SoakResult run : runs) {
            Files.writeString(pictures.resolve(picture(run)), new TimeLine(run).svg());
        }
        Files.writeString(page, text(name));
    }

    private static String picture(SoakResult run) {
        return "seed-" + run.seed() + ".svg";
    }

    /**
     * The page.
     *
     * @param pictures their directory
     */
    String text(String pictures) {
        StringBuilder text = new StringBuilder("""
                # Long runs under faults

                Written by `chaos-tests/report` from what `chaos-tests/soak` left; only *Found on the way* was typed. What is done to the members, and who judges: [faults on purpose](chaos.md).

                | seed | commit | profile | faults | signatures released | conflicts refused | other refusals | votes lost | checks by killing all | violations |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        runs.forEach(run -> text.append(String.format(
                Locale.ROOT,
                "| %d | %s | %s | %d in %d min | %d | %d | %d | %d | %d | %d |%n",
                run.seed(),
                run.commit(),
                run.profile(),
                run.faults().size(),
                run.minutes(),
                run.signatures(),
                run.conflicts(),
                run.refusals(),
                run.lost(),
                run.checks().size(),
                run.violations().size())));
        text.append("""

                A gap is the longest time that any honest node waited for one answer while the fault lasted or until it was over; *recovered after* is the time from its end until every node had
                an answer again, which other faults may have begun to delay meanwhile. A fault is *alone* if no other one was on, or still felt, from its begin until every node had an answer again; a vote that was
                lost is counted with every fault that was on.
                """);
        if (runs.size() > 1) {
            List<Felt> all = runs.stream().flatMap(run -> run.faults().stream()).toList();
            text.append("\n## All runs together\n\n").append(new ByFault(all).table());
        }
        if (!found.isBlank()) {
            text.append("\n## Found on the way\n\n").append(found.strip()).append('\n');
        }
        runs.forEach(run -> text.append('\n').append(new RunPage(run, pictures + "/" + picture(run)).text()));
        return text.toString();
    }
}
