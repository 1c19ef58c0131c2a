package io.raftkms.chaos.teeth;

import io.raftkms.chaos.liveness.MarkedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of docs/chaos.md that runs write: scenes, and a row for each variant. */
public final class TeethPage {
    /** Its place in the page. */
    static final MarkedPart PART = new MarkedPart("teeth");

    private final List<Result> results;

    private TeethPage(List<Result> results) {
        this.results = results;
    }

    /**
     * Of all variants.
     *
     * @param directory where runs have left their results
     * @throws IllegalStateException if one was not played or not caught, or at no commit that anybody else has
     */
    public static TeethPage of(Path directory) throws IOException {
        List<Result> results = new ArrayList<>();
        for (String name : Theatre.names()) {
            Result result = Result.read(directory, name);
            if (!result.row().caught()) {
                throw new IllegalStateException(name + " was not caught");
            }
            if (result.commit().endsWith("-dirty") || result.commit().equals("unknown")) {
                throw new IllegalStateException(name + " was played at " + result.commit() + ": a page names commits");
            }
            results.add(result);
        }
        return new TeethPage(results);
    }

    public String text() {
        Map<String, Variant> variants =
                Theatre.variants().stream().collect(Collectors.toMap(Variant::name, one -> one));
        String rows = results.stream()
                .map(result -> row(variants.get(result.row().variant()), result.row()))
                .collect(Collectors.joining());
        Result first = results.get(0);
        return "Commit " + first.commit() + ", " + first.machine() + others(first.commit()) + ":\n\n"
                + "| variant | what is broken | scene | caught by | after signatures | seconds | the sound signer in the"
                + " scene |\n|---|---|---|---|---|---|---|\n" + rows + "\n" + scenes();
    }

    /** Rows of another commit, which stand out: a table is best of one. */
    private String others(String commit) {
        return results.stream()
                .filter(result -> !result.commit().equals(commit))
                .map(result -> "; `" + result.row().variant() + "` at " + result.commit())
                .collect(Collectors.joining());
    }

    /** How a row begins: all of it that does not come from a run. */
    static String begin(Variant variant) {
        return "| `" + variant.name() + "` | " + variant.what() + " | "
                + variant.scene().name() + " | ";
    }

    private static String row(Variant variant, Row row) {
        return begin(variant)
                + String.join(", ", row.by()) + " | " + row.after() + " | "
                + String.format(Locale.ROOT, "%.0f", row.seconds()) + " | " + row.sound() + " |\n";
    }

    static String scenes() {
        Map<String, String> scenes = new LinkedHashMap<>();
        Theatre.variants()
                .forEach(variant ->
                        scenes.put(variant.scene().name(), variant.scene().what()));
        return scenes.entrySet().stream()
                .map(scene -> "| " + scene.getKey() + " | " + scene.getValue() + " |\n")
                .collect(Collectors.joining("", "| scene | what happens in it |\n|---|---|\n", ""));
    }
}
