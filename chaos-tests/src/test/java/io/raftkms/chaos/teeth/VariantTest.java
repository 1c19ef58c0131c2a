package io.raftkms.chaos.teeth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That a variant is caught takes processes; that it still is one does not. */
class VariantTest {
    private static final int ALL = 15;
    /** The module's own directory is where tests run. */
    private static final Path HOME = Path.of("").toAbsolutePath().getParent();

    static Stream<Variant> variants() {
        return Theatre.variants().stream();
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThat(Theatre.names()).hasSize(ALL).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void fitTheSourcesOfTheSigner(Variant variant) throws IOException {
        List<Edit> edits = new ArrayList<>(variant.scene().common());
        edits.addAll(variant.edits());

        Map<String, String> changed = ChangedBuild.changed(HOME, edits);

        for (Map.Entry<String, String> text : changed.entrySet()) {
            assertThat(text.getValue()).isNotEqualTo(Files.readString(HOME.resolve(text.getKey())));
        }
        assertThat(variant.caughtBy()).isNotEmpty();
    }
}
