package io.raftkms.signer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.raftkms.signer.GeneratedSection;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of decoders is complete: it has a method, a corpus and a line in docs/testing.md each, and no reader is outside of it. */
class DecodersTest {
    private static final String ROOT = "io.raftkms.";

    @Test
    void eachDecoderHasAMethodForJazzer() {
        Set<String> methods = Arrays.stream(DecodersFuzzTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(methods).containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void eachDecoderHasACorpus() throws Exception {
        for (Decoder decoder : Decoders.all()) {
            assertThat(Corpus.of(decoder)).as(decoder.name()).isNotEmpty();
        }
    }

    @Test
    void documentationNamesEachDecoder() throws Exception {
        String table = Decoders.all().stream()
                .map(decoder -> "| `%s` | %s | %s |\n"
                        .formatted(
                                decoder.name(),
                                decoder.from(),
                                decoder.reads().stream()
                                        .map(read -> "`" + read.substring(read.lastIndexOf('.') + 1) + "`")
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("", "| decoder | bytes from | read by |\n|---|---|---|\n", ""));
        GeneratedSection.assertUpToDate("testing.md", "decoders", table, DecodersTest.class);
    }

    /** Whoever calls one of {@link Readers}: a class that is in neither list wants a decoder here. */
    @Test
    void everyReaderOfBytesIsADecodersOrTakesNoBytesFromElsewhere() {
        Set<String> listed = Stream.concat(
                        Decoders.all().stream().map(Decoder::reads).flatMap(List::stream),
                        Readers.OUTSIDE.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = new TreeSet<>();
        Set<String> there = new TreeSet<>();
        for (JavaClass one : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.raftkms")) {
            String name = outermost(one.getName());
            there.add(name);
            if (Readers.counts(name) && Readers.reads(one)) {
                found.add(name);
            }
        }
        assertThat(found).as("classes that read bytes").isSubsetOf(listed);
        assertThat(listed).as("classes that the lists name").isSubsetOf(there);
    }

    private static List<String> names() {
        return Decoders.all().stream().map(Decoder::name).toList();
    }

    private static String outermost(String name) {
        int inner = name.indexOf('$');
        return (inner < 0 ? name : name.substring(0, inner)).substring(ROOT.length());
    }
}
