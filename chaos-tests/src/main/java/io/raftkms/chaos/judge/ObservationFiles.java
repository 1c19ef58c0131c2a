package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.MalformedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Reads observers' files; of one whose name ends in .gz what was packed. */
public final class ObservationFiles {
    /** End of the name of a packed file. */
    public static final String PACKED = ".gz";

    private ObservationFiles() {}

    /**
     * Every line of every file. A last line without a line break is what an observer was writing when it ended: it is
     * left out, for nothing in it was handed on.
     *
     * @throws MalformedException if another line is damaged: a witness with holes is none
     */
    public static List<Observation> read(List<Path> files) throws IOException, MalformedException {
        List<Observation> all = new ArrayList<>();
        for (Path file : files) {
            forEach(file, all::add);
        }
        return all;
    }

    /** As {@link #read}, one line after the other, for files that are longer than memory. */
    public static void forEach(Path file, Consumer<Observation> told) throws IOException, MalformedException {
        ObservationFormat format = new ObservationFormat();
        try (BufferedReader lines = open(file)) {
            StringBuilder line = new StringBuilder();
            int number = 0;
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next != '\n') {
                    line.append((char) next);
                    continue;
                }
                number++;
                told.accept(format.read(line.toString(), file.getFileName() + ":" + number));
                line.setLength(0);
            }
        }
    }

    /** Writes a packed copy. */
    public static void pack(Path file, Path copy) throws IOException {
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(copy))) {
            Files.copy(file, packed);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(PACKED) ? new GZIPInputStream(bytes) : bytes;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
