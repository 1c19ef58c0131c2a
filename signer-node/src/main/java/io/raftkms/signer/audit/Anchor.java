package io.raftkms.signer.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The head of a chain, kept apart from it: one line, {@code SEQ:HASH}. A chain that was cut at its end is whole in itself
 * and shows only against this. Replaced each second and not forced, so it is never ahead of the chain.
 */
public final class Anchor {
    private static final int MAX_BYTES = 256;

    private Anchor() {}

    static void write(Path file, AuditHead head) throws IOException {
        Path next = file.resolveSibling(".new-" + file.getFileName());
        Files.writeString(next, head + "\n", StandardCharsets.US_ASCII);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads it; empty without a file.
     *
     * @throws IllegalArgumentException if it holds something else
     */
    public static Optional<AuditHead> read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
            // A power cut can leave the new name without its content.
            return text.isBlank() ? Optional.empty() : Optional.of(AuditHead.parse(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
