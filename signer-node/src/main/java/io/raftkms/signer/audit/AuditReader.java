package io.raftkms.signer.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands the lines of a directory on, in order, one at a time. Lines that cannot be read are counted. */
public final class AuditReader {
    private AuditReader() {}

    /**
     * Reads all files.
     *
     * @return how many lines could not be read
     */
    public static long read(Path directory, Consumer<AuditLine> lines) throws IOException {
        long unreadable = 0;
        for (AuditFile file : AuditFile.in(directory)) {
            try (InputStream in = Files.newInputStream(file.path())) {
                RawLines raw = new RawLines(in);
                for (Optional<RawLines.Line> line = raw.next(); line.isPresent(); line = raw.next()) {
                    try {
                        lines.accept(AuditLine.parse(line.get().bytes()));
                    } catch (AuditFormatException damaged) {
                        unreadable++;
                    }
                }
            }
        }
        return unreadable;
    }

    /** Whether there is a chain at all. */
    public static boolean hasFiles(Path directory) throws IOException {
        return !AuditFile.in(directory).isEmpty();
    }
}
