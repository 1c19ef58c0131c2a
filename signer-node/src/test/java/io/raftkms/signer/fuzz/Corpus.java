package io.raftkms.signer.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Committed inputs of a decoder, where Jazzer looks for them. A finding becomes one more file there. */
final class Corpus {
    private Corpus() {}

    static List<byte[]> of(Decoder decoder) throws IOException, URISyntaxException {
        String name = DecodersFuzzTest.class.getSimpleName() + "Inputs/" + decoder.name();
        URL found = Corpus.class.getResource(name);
        if (found == null) {
            throw new IllegalStateException("no corpus " + name);
        }
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }
}
