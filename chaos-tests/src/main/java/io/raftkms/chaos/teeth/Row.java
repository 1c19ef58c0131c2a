package io.raftkms.chaos.teeth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A variant, and what became of it and of the sound signer in the same scene.
 *
 * @param caught by whom it should, within the {@link #SIGNATURES} and the {@link #TIME} that there are, and nothing was found
 *     of the sound signer
 * @param by who found something, the first one first
 * @param after how many signatures were released until one of those found something that should; all if none did
 * @param seconds from the start of the members to the end of the scene
 * @param sound the sound signer in a few words
 * @param details what was found, some of it
 */
public record Row(
        String variant,
        String scene,
        boolean caught,
        List<String> by,
        int after,
        double seconds,
        String sound,
        List<String> details) {
    /** By then a variant has to be caught. */
    static final int SIGNATURES = 2_000;

    /** Likewise. */
    static final Duration TIME = Duration.ofMinutes(5);

    private static final int SHOWN = 3;
    private static final double MILLIS = 1_000.0;
    private static final String FORMAT = "| %-21s | %-33s | %-11s | %10s | %7s | %s |";

    static Row of(Variant variant, Ending broken, Ending control) {
        int after = broken.after(variant.caughtBy()).orElse(broken.signatures());
        return new Row(
                variant.name(),
                variant.scene().name(),
                broken.after(variant.caughtBy()).isPresent()
                        && after <= SIGNATURES
                        && broken.took().compareTo(TIME) <= 0
                        && control.clean(),
                broken.by(),
                after,
                broken.took().toMillis() / MILLIS,
                words(control),
                details(broken, control));
    }

    /** A line of a table. */
    public String text() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                variant,
                scene,
                by.isEmpty() ? "NOTHING" : String.join(", ", by),
                after,
                String.format(Locale.ROOT, "%.1f", seconds),
                sound);
    }

    /** What {@link #text} has the values of. */
    public static String heading() {
        return String.format(
                        Locale.ROOT, FORMAT, "variant", "scene", "caught by", "signatures", "seconds", "sound signer")
                + String.format(Locale.ROOT, "%n|---|---|---|---|---|---|");
    }

    private static String words(Ending control) {
        return String.format(
                        Locale.ROOT,
                        "%s: %d signed, %d refused",
                        control.clean() ? "clean" : "NOT CLEAN",
                        control.signatures(),
                        control.refusals())
                + String.join(
                        "", control.notes().stream().map(note -> "; " + note).toList());
    }

    private static List<String> details(Ending broken, Ending control) {
        List<String> lines = new ArrayList<>(broken.notes());
        Map<String, Integer> shown = new TreeMap<>();
        for (Finding found : broken.findings()) {
            if (shown.merge(found.by(), 1, Integer::sum) <= SHOWN) {
                lines.add(found.by() + " after " + found.after() + ": " + found.what());
            }
        }
        control.findings().forEach(found -> lines.add("of the sound signer: " + found.by() + " " + found.what()));
        return lines;
    }
}
