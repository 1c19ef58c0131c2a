package io.raftkms.chaos.teeth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A row, and where it comes from; kept as JSON, so that a page can be made of several.
 *
 * @param commit of the signer and of the harness
 * @param machine processors and system
 */
public record Result(String commit, String machine, Row row) {
    /** Writes it into a directory, over an earlier one of the same variant. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                file(directory, row.variant()),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalStateException if the variant was not played
     */
    static Result read(Path directory, String variant) throws IOException {
        Path file = file(directory, variant);
        if (!Files.exists(file)) {
            throw new IllegalStateException("no " + file + ": chaos-tests/teeth " + variant + " makes it");
        }
        return new ObjectMapper().readValue(file.toFile(), Result.class);
    }

    private static Path file(Path directory, String variant) {
        return directory.resolve(variant + ".json");
    }
}
