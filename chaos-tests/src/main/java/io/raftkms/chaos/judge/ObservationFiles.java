package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads observers' files as a whole. */
public final class ObservationFiles {
    private ObservationFiles() {}

    /**
     * Every line of every file. A last line without a line break is what an observer was writing when it ended: it is
     * left out, for nothing in it was handed on.
     *
     * @throws MalformedException if another line is damaged: a witness with holes is none
     */
    public static List<Observation> read(List<Path> files) throws IOException, MalformedException {
        ObservationFormat format = new ObservationFormat();
        List<Observation> all = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            int number = 0;
            int begin = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
                number++;
                all.add(format.read(text.substring(begin, end), file.getFileName() + ":" + number));
                begin = end + 1;
            }
        }
        return all;
    }
}
