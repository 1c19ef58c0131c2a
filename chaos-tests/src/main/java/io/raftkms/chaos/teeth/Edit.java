package io.raftkms.chaos.teeth;

/**
 * A change of one place in a source file of the signer.
 *
 * @param source the file, from the root of the project
 * @param find text that is in the file once
 * @param replacement what stands there instead
 */
public record Edit(String source, String find, String replacement) {
    /**
     * The file's text with the change.
     *
     * @throws IllegalStateException if the place is not there exactly once: the signer has changed, and the variant with it
     */
    String appliedTo(String text) {
        int first = text.indexOf(find);
        if (first < 0 || text.indexOf(find, first + 1) >= 0) {
            throw new IllegalStateException(
                    source + " has " + (first < 0 ? "no" : "more than one") + " place that reads:\n" + find);
        }
        return text.substring(0, first) + replacement + text.substring(first + find.length());
    }
}
