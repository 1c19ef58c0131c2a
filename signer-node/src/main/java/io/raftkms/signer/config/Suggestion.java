package io.raftkms.signer.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a mistyped word. */
public final class Suggestion {
    private Suggestion() {}

    /** The nearest of the words, unless even that one differs in more than a third of its letters. */
    public static Optional<String> nearest(String typed, Collection<String> words) {
        String plain = plain(typed);
        return words.stream()
                .filter(word -> distance(plain, plain(word)) <= Math.max(1, (word.length() + 1) / 3))
                .min(Comparator.comparingInt(word -> distance(plain, plain(word))));
    }

    /** {@code ; did you mean "x"?}, or nothing. */
    static String sentence(String typed, Collection<String> words) {
        return nearest(typed, words)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Levenshtein distance: inserted, removed and replaced characters; row by row. */
    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[to.length()];
    }
}
