package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the page tells people to run is run by the cases of {@link RecoveryLifecycle}. */
class RecoveryPageTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @Test
    void everyBlockOfThePageIsRunByACase() throws IOException {
        String cases = Files.readString(
                MODULE.resolve("src/test/java/io/raftkms/chaos/lifecycle/RecoveryLifecycle.java"),
                StandardCharsets.UTF_8);

        assertThat(new RecoveryPage(MODULE.getParent()).names())
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(name -> assertThat(cases).contains("(\"" + name + "\")"));
    }

    /** A fence that is not closed would hide the blocks behind it. */
    @Test
    void nothingOfThePageIsFencedButItsBlocks() throws IOException {
        String page = Files.readString(MODULE.getParent().resolve("docs/disaster-recovery.md"), StandardCharsets.UTF_8);

        assertThat(page.lines().filter(line -> line.contains("```")))
                .hasSize(2 * new RecoveryPage(MODULE.getParent()).names().size());
    }
}
