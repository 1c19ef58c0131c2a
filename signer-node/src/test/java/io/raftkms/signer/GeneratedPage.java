package io.raftkms.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs/ that is generated from classes. */
public final class GeneratedPage {
    private GeneratedPage() {}

    /** Fails if the committed page differs; with {@code -Draftkms.docs.write=true} writes it instead. */
    public static void assertUpToDate(String name, String text, Class<?> test) throws IOException {
        Path page = Path.of("").toAbsolutePath().getParent().resolve("docs").resolve(name);
        if (Boolean.getBoolean("raftkms.docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        String committed = Files.exists(page) ? Files.readString(page) : "";
        assertThat(committed)
                .as(
                        "docs/%s is not what the classes say; write it with%n    mvn -q -o -pl signer-node -am test"
                                + " -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false -Draftkms.docs.write=true",
                        name, test.getSimpleName())
                .isEqualTo(text);
    }
}
