package io.raftkms.chaos.liveness;

import java.util.Locale;

/**
 * The part of a page that a program writes; people write the rest.
 *
 * @param name stands in the two comments around it
 */
public record MarkedPart(String name) {
    /**
     * The page with another part.
     *
     * @throws IllegalArgumentException if the page has no such part
     */
    public String replacedIn(String page, String text) {
        String open = String.format(Locale.ROOT, "<!-- %s -->\n", name);
        String end = String.format(Locale.ROOT, "<!-- end of %s -->", name);
        int from = page.indexOf(open);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no " + open.strip() + " before " + end + " in the page");
        }
        return page.substring(0, from + open.length()) + text + page.substring(to);
    }
}
