package io.raftkms.signer.audit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One file of the chain, named after the number of its first line: {@code audit-000000000001.jsonl}. A second file of
 * the same number, after one in which not even a first line was complete, has {@code -1} behind it.
 */
record AuditFile(Path path, long firstSeq, int again) {
    private static final Pattern NAME = Pattern.compile("audit-(\\d{12,18})(?:-(\\d{1,4}))?\\.jsonl");

    /** A name that is not taken in the directory. */
    static AuditFile next(Path directory, long firstSeq) {
        int again = 0;
        while (true) {
            String suffix = again == 0 ? "" : "-" + again;
            Path path = directory.resolve(String.format(Locale.ROOT, "audit-%012d%s.jsonl", firstSeq, suffix));
            if (!Files.exists(path)) {
                return new AuditFile(path, firstSeq, again);
            }
            again++;
        }
    }

    /** The files of a directory in the order of the chain; other files are left out. */
    static List<AuditFile> in(Path directory) throws IOException {
        List<AuditFile> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "audit-*.jsonl")) {
            for (Path entry : entries) {
                var name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    int again = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
                    files.add(new AuditFile(entry, Long.parseLong(name.group(1)), again));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        files.sort(Comparator.comparingLong(AuditFile::firstSeq).thenComparingInt(AuditFile::again));
        return files;
    }

    String name() {
        return path.getFileName().toString();
    }
}
