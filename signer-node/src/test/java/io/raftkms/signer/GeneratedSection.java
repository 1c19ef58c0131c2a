package io.raftkms.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a page under docs/ that is generated from classes, between two comments. */
public final class GeneratedSection {
    private GeneratedSection() {}

    /**
     * Fails if the committed part differs; with {@code -Draftkms.docs.write=true} writes it instead.
     *
     * @param section as in {@code <!-- section -->} before it and {@code <!-- /section -->} behind it
     */
    public static void assertUpToDate(String page, String section, String text, Class<?> test) throws IOException {
        Path file = Path.of("").toAbsolutePath().getParent().resolve("docs").resolve(page);
        String whole = Files.readString(file);
        String begin = "<!-- " + section + " -->\n\n";
        String end = "\n<!-- /" + section + " -->";
        assertThat(whole).as("docs/" + page).contains(begin, end);
        int from = whole.indexOf(begin) + begin.length();
        String wanted = whole.substring(0, from) + text + whole.substring(whole.indexOf(end, from));
        GeneratedPage.assertUpToDate(page, wanted, test);
    }
}
