package io.raftkms.chaos.teeth;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A variant, and what became of it and of the sound signer in the same scene. */
public final class Row {
    private static final int SHOWN = 3;

    private final Variant variant;
    private final Ending broken;
    private final Ending control;

    Row(Variant variant, Ending broken, Ending control) {
        this.variant = variant;
        this.broken = broken;
        this.control = control;
    }

    /** Whether what should find the variant has, and nothing was found of the sound signer. */
    public boolean caught() {
        return !Collections.disjoint(broken.by(), variant.caughtBy()) && control.clean();
    }

    /** A line of a table. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "| %-21s | %-30s | %-11s | %10d | %7.1f | %-10s |",
                variant.name(),
                variant.scene().name(),
                broken.clean() ? "NOTHING" : String.join(", ", broken.by()),
                broken.signatures(),
                broken.took().toMillis() / 1000.0,
                control.clean() ? "clean" : "NOT CLEAN");
    }

    /** What {@link #text} has the values of. */
    public static String heading() {
        return String.format(
                        Locale.ROOT,
                        "| %-21s | %-30s | %-11s | %10s | %7s | %-10s |%n",
                        "variant",
                        "scene",
                        "caught by",
                        "signatures",
                        "seconds",
                        "sound one")
                + "|---|---|---|---|---|---|";
    }

    /** What was found, some of it. */
    public List<String> details() {
        List<String> lines = broken.findings().stream().collect(Collectors.groupingBy(Finding::by)).values().stream()
                .flatMap(alike -> alike.stream().limit(SHOWN))
                .map(found -> found.by() + " " + found.what())
                .collect(Collectors.toList());
        control.findings().forEach(found -> lines.add("of the sound signer: " + found.by() + " " + found.what()));
        return lines;
    }
}
