package io.raftkms.signer.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * A Prometheus series: family name and labels. {@link #toString()} is both its name in the registry and its text on the
 * wire, as {@code raftkms_requests_total{chain="c",kind="prevote"}}.
 *
 * @param family metric name
 * @param labels {@code name="value"} pairs, escaped
 */
public record Series(String family, List<String> labels) {
    public Series {
        labels = List.copyOf(labels);
    }

    /** A series without labels. */
    public static Series of(String family) {
        return new Series(family, List.of());
    }

    /** The same series with one more label. */
    public Series with(String name, String value) {
        List<String> more = new ArrayList<>(labels);
        more.add(name + "=\"" + escape(value) + "\"");
        return new Series(family, more);
    }

    Series suffixed(String suffix) {
        return new Series(family + suffix, labels);
    }

    /** Reads a registry name back; labels stay one piece, which is enough to add to them. */
    static Series parse(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return of(text);
        }
        return new Series(text.substring(0, brace), List.of(text.substring(brace + 1, text.length() - 1)));
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return labels.isEmpty() ? family : family + "{" + String.join(",", labels) + "}";
    }
}
