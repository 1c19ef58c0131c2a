package io.raftkms.signer.home;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openssl.PEMParser;

/** What a PEM file holds, bounded. */
final class PemObjects {
    private static final long MAX_BYTES = 256 * 1024;

    private PemObjects() {}

    static <T> List<T> read(Path file, Class<T> type) throws UnusableMaterialException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnusableMaterialException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return parse(Files.readString(file, StandardCharsets.US_ASCII), type);
        } catch (NoSuchFileException e) {
            throw new UnusableMaterialException(file + " does not exist", e);
        } catch (IOException | RuntimeException e) {
            throw new UnusableMaterialException(file + " cannot be read as PEM: " + e.getMessage(), e);
        }
    }

    private static <T> List<T> parse(String text, Class<T> type) throws IOException {
        List<T> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (type.isInstance(next)) {
                    found.add(type.cast(next));
                }
            }
        }
        return found;
    }
}
