package io.raftkms.signer.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a chain can be continued: what the newest files hold.
 *
 * @param newest the newest file; empty before the first
 * @param head the last line that can be read
 * @param upto its log index
 * @param torn the bytes behind the last newline of the newest file
 * @param damage what is wrong with the newest file besides
 */
record AuditTail(Optional<AuditFile> newest, AuditHead head, long upto, Optional<Torn> torn, Optional<String> damage) {
    /** A beginning of a line that a crash, or a failed write, left. */
    record Torn(String file, int bytes, String sha256) {
        static Torn of(AuditFile file, byte[] bytes) {
            return new Torn(file.name(), bytes.length, Digest.hex(bytes));
        }
    }

    /** Whether lines may be added to the newest file. */
    boolean clean() {
        return newest.isPresent() && torn.isEmpty() && damage.isEmpty();
    }

    /**
     * The log index of the last line, read in a moment; -1 if there is none that can be read at once. Only saves work: the
     * chain itself is asked again for each entry.
     */
    static long lastIndex(Path directory) {
        try {
            List<AuditFile> files = AuditFile.in(directory);
            return files.isEmpty() ? -1 : lastIndex(files.get(files.size() - 1));
        } catch (IOException | AuditFormatException unknown) {
            return -1;
        }
    }

    private static long lastIndex(AuditFile newest) throws IOException, AuditFormatException {
        try (RandomAccessFile file = new RandomAccessFile(newest.path().toFile(), "r")) {
            int length = (int) Math.min(file.length(), 2L * AuditLine.MAX_BYTES);
            byte[] end = new byte[length];
            file.seek(file.length() - length);
            file.readFully(end);
            int stop = lastNewline(end, length - 1);
            int start = lastNewline(end, stop - 1) + 1;
            return stop < 0
                    ? -1
                    : AuditLine.parse(Arrays.copyOfRange(end, start, stop)).upto();
        }
    }

    private static int lastNewline(byte[] bytes, int from) {
        int at = from;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }

    /** Reads the newest file, and older ones only where it holds no line. */
    static AuditTail of(List<AuditFile> files) throws IOException {
        Optional<Torn> torn = Optional.empty();
        Optional<String> damage = Optional.empty();
        for (int i = files.size() - 1; i >= 0; i--) {
            Scan scan = new Scan(files.get(i));
            scan.run();
            if (i == files.size() - 1) {
                torn = scan.torn;
                damage = scan.damage;
            }
            if (scan.last != null) {
                AuditFile newest = files.get(files.size() - 1);
                return new AuditTail(Optional.of(newest), scan.last.head(), scan.last.upto(), torn, damage);
            }
        }
        Optional<AuditFile> newest = files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
        return new AuditTail(newest, AuditHead.NONE, -1, torn, damage);
    }

    private static final class Scan {
        private final AuditFile file;
        private AuditLine last;
        private Optional<Torn> torn = Optional.empty();
        private Optional<String> damage = Optional.empty();

        Scan(AuditFile file) {
            this.file = file;
        }

        void run() throws IOException {
            try (InputStream in = Files.newInputStream(file.path())) {
                RawLines lines = new RawLines(in);
                int number = 0;
                for (Optional<RawLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                    number++;
                    take(number, line.get());
                }
            }
        }

        private void take(int number, RawLines.Line raw) {
            if (!raw.complete()) {
                torn = Optional.of(Torn.of(file, raw.bytes()));
                return;
            }
            try {
                AuditLine line = AuditLine.parse(raw.bytes());
                if (last != null && !line.prev().equals(last.head().hash())) {
                    note(number, "it does not follow the line before it");
                }
                last = line;
            } catch (AuditFormatException e) {
                note(number, e.getMessage());
            }
        }

        private void note(int number, String what) {
            if (damage.isEmpty()) {
                damage = Optional.of(file.name() + " line " + number + ": " + what);
            }
        }
    }
}
