package io.raftkms.chaos.soak;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a report says of one run, in Markdown. */
final class RunPage {
    private static final int LONGEST = 10;
    private static final int MINUTE = 60;

    private final SoakResult run;
    private final String picture;

    /**
     * @param picture where the time line is, from where the page is
     */
    RunPage(SoakResult run, String picture) {
        this.run = run;
        this.picture = picture;
    }

    /** With a heading of the second order. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                """
                ## Seed %d

                Commit %s, %s, %s. %d minutes of faults, %s in all; members of profile `%s`; validator nodes of one key: %d honest (both accept loops in turns), %d hostile, each up to %d
                requests a second. Again: `%s`

                %s

                ![Signatures a second, waits and faults](%s)

                """,
                run.seed(),
                run.commit(),
                run.began(),
                run.machine(),
                run.minutes(),
                clock(run.seconds()),
                run.profile(),
                run.honest(),
                run.hostile(),
                run.rate(),
                run.again(),
                verdict(),
                picture));
        text.append(new ByFault(run.faults()).table());
        text.append("\nLongest waits:\n\n| node | until | waited | lost | faults meanwhile |\n|---|---|---|---|---|\n");
        run.waits().stream()
                .sorted(Comparator.comparingLong(SoakResult.Pause::lengthMillis).reversed())
                .limit(LONGEST)
                .forEach(wait -> text.append(row(wait)));
        return text.toString();
    }

    private String verdict() {
        String numbers = String.format(
                Locale.ROOT,
                "%d signatures released, %d conflicts refused, %d other requests refused, %d votes lost, %d faults; all members killed %d times, and a majority asked.",
                run.signatures(),
                run.conflicts(),
                run.refusals(),
                run.lost(),
                run.faults().size(),
                run.checks().size());
        return run.passed()
                ? "**0 violations.** " + numbers
                : "**" + run.violations().size() + " violations.** " + numbers + "\n\n"
                        + run.violations().stream().map(found -> "- " + found).collect(Collectors.joining("\n"));
    }

    private String row(SoakResult.Pause wait) {
        List<String> meanwhile = run.faults().stream()
                .filter(felt -> felt.fromMillis() <= wait.toMillis() && felt.toMillis() >= wait.fromMillis())
                .map(felt -> felt.fault() + " of " + felt.on())
                .toList();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |%n",
                wait.node(),
                clock(Duration.ofMillis(wait.toMillis()).toSeconds()),
                ByFault.seconds(Duration.ofMillis(wait.lengthMillis())),
                wait.lost() ? "yes" : "",
                meanwhile.isEmpty() ? "none" : String.join(", ", meanwhile));
    }

    static String clock(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / MINUTE, seconds % MINUTE);
    }
}
