package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.signer.config.AuditSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of the oldest files the settings no longer keep. */
final class Retention {
    private final AuditSettings settings;
    private final Instant now;

    Retention(AuditSettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
    }

    /**
     * A file that goes.
     *
     * @param last its last line: what the next file builds on
     */
    record Retired(AuditFile file, AuditHead last) {
        ObjectNode fields() {
            return AuditLine.MAPPER
                    .createObjectNode()
                    .put("file", file.name())
                    .put("first_seq", file.firstSeq())
                    .put("last_seq", last.seq())
                    .put("last_hash", last.hash());
        }
    }

    /** The oldest first. Stops at a file whose successor cannot be read: what is damaged is not removed. */
    List<Retired> due(List<AuditFile> files, AuditFile current) throws IOException {
        List<Retired> due = new ArrayList<>();
        for (int i = 0; i + 1 < files.size() && !files.get(i).equals(current); i++) {
            boolean tooMany = files.size() - i > settings.maxFiles();
            if (!tooMany && !tooOld(files.get(i))) {
                break;
            }
            Optional<AuditHead> last = before(files.get(i + 1));
            if (last.isEmpty()) {
                break;
            }
            due.add(new Retired(files.get(i), last.get()));
        }
        return due;
    }

    private boolean tooOld(AuditFile file) throws IOException {
        if (settings.maxAge().isEmpty()) {
            return false;
        }
        Instant written = Files.getLastModifiedTime(file.path()).toInstant();
        return written.plus(settings.maxAge().get()).isBefore(now);
    }

    private static Optional<AuditHead> before(AuditFile next) throws IOException {
        try (InputStream in = Files.newInputStream(next.path())) {
            Optional<RawLines.Line> first = new RawLines(in).next();
            if (first.isEmpty()) {
                return Optional.empty();
            }
            AuditLine line = AuditLine.parse(first.get().bytes());
            return Optional.of(new AuditHead(line.head().seq() - 1, line.prev()));
        } catch (AuditFormatException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
