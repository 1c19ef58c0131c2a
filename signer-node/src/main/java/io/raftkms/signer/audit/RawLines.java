package io.raftkms.signer.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream as bytes, each at most a little longer than an audit line may be. */
final class RawLines {
    /** Enough to tell that a line is too long; the rest of it is passed over. */
    private static final int KEPT = AuditLine.MAX_BYTES + 1;

    /**
     * @param bytes without the newline
     * @param complete whether a newline ends it
     */
    record Line(byte[] bytes, boolean complete) {}

    private final InputStream in;

    RawLines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        boolean any = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            any = true;
            if (next == '\n') {
                return Optional.of(new Line(line.toByteArray(), true));
            }
            if (line.size() < KEPT) {
                line.write(next);
            }
        }
        return any ? Optional.of(new Line(line.toByteArray(), false)) : Optional.empty();
    }
}
