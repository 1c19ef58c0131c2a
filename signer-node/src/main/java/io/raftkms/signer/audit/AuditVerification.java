package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole chain and finds what does not belong.
 *
 * <table>
 * <caption>What shows, and by what</caption>
 * <tr><td>a changed byte</td><td>the line's own hash</td></tr>
 * <tr><td>a line changed together with its hash</td><td>the next line, which names the hash that was there</td></tr>
 * <tr><td>lines removed, added or exchanged</td><td>numbers, and the hash of the line before</td></tr>
 * <tr><td>a file cut off or removed, but the last</td><td>the next file's first line; the oldest may go if a later line
 *     says that retention removed it</td></tr>
 * <tr><td>a torn line</td><td>right where the next opening line tells of it, byte for byte</td></tr>
 * <tr><td>the end cut off at a line, or all rewritten from some line to the end</td><td>only a head that was kept
 *     elsewhere</td></tr>
 * </table>
 */
public final class AuditVerification {
    static final int MAX_FINDINGS = 50;

    private final Path directory;
    private final List<AuditHead> heads;
    private final List<AuditFinding> findings = new ArrayList<>();
    private final List<AuditFinding> gaps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private AuditLine last;
    private AuditHead retired = AuditHead.NONE;
    private AuditHead start = AuditHead.NONE;
    private AuditFinding startFinding;
    private Optional<AuditTail.Torn> torn = Optional.empty();
    private AuditFinding tornAt;
    private String member = "";
    private long expected = -1;
    private boolean unread;
    private long lines;
    private long firstSeq;
    private String file = "";
    private long number;
    private int matchedHeads;

    private AuditVerification(Path directory, List<AuditHead> heads) {
        this.directory = directory;
        this.heads = heads;
    }

    /**
     * Checks all files of a directory.
     *
     * @param heads kept elsewhere: the chain has to contain each
     */
    public static AuditVerdict of(Path directory, List<AuditHead> heads) throws IOException {
        return new AuditVerification(directory, heads).run();
    }

    private AuditVerdict run() throws IOException {
        List<AuditFile> files = AuditFile.in(directory);
        for (AuditFile next : files) {
            read(next);
        }
        end(files);
        AuditHead head = last == null ? AuditHead.NONE : last.head();
        return new AuditVerdict(
                findings.isEmpty(),
                directory.toString(),
                files.size(),
                lines,
                firstSeq,
                head.toString(),
                last == null ? -1 : last.upto(),
                findings,
                gaps,
                notes);
    }

    private void read(AuditFile next) throws IOException {
        file = next.name();
        number = 0;
        try (InputStream in = Files.newInputStream(next.path())) {
            RawLines raw = new RawLines(in);
            for (Optional<RawLines.Line> line = raw.next(); line.isPresent(); line = raw.next()) {
                number++;
                if (line.get().complete()) {
                    read(next, line.get().bytes());
                } else {
                    tornAt = new AuditFinding(file, number, "the file ends within this line");
                    torn = Optional.of(AuditTail.Torn.of(next, line.get().bytes()));
                }
            }
        }
        if (number == 0) {
            found("the file is empty");
        }
    }

    private void read(AuditFile of, byte[] bytes) {
        AuditLine line;
        try {
            line = AuditLine.parse(bytes);
        } catch (AuditFormatException e) {
            found("the line was changed: " + e.getMessage());
            expected = expected < 0 ? -1 : expected + 1;
            unread = true;
            return;
        }
        if (number == 1) {
            begin(of, line);
        }
        follow(line);
        unread = false;
        expected = line.head().seq() + 1;
        last = line;
        lines++;
        heed(line);
    }

    private void begin(AuditFile of, AuditLine line) {
        if (line.head().seq() != of.firstSeq()) {
            found("it has number " + line.head().seq() + ", the name of its file says " + of.firstSeq());
        }
        JsonNode told = line.fields().path("torn");
        boolean tells = line.kind().equals("opened") && told.isObject();
        boolean fits = tells && torn.isPresent() && isOf(told, torn.get());
        if (torn.isPresent() && !fits) {
            findings(tornAt);
        }
        if (tells && !fits) {
            found("it tells of a torn line in " + told.path("file").asText() + " that is not there as it was");
        }
        torn = Optional.empty();
    }

    private static boolean isOf(JsonNode told, AuditTail.Torn found) {
        return told.path("file").asText().equals(found.file())
                && told.path("bytes").asInt() == found.bytes()
                && told.path("sha256").asText().equals(found.sha256());
    }

    private void follow(AuditLine line) {
        long seq = line.head().seq();
        if (expected < 0) {
            first(line);
        } else if (seq > expected) {
            found("lines " + expected + " to " + (seq - 1) + " are missing before it");
        } else if (seq < expected) {
            found("it has number " + seq + " where " + expected + " is due: lines were added, repeated or exchanged");
        } else if (!unread && !line.prev().equals(last.head().hash())) {
            found("it follows another line than the one before it: that one was replaced, with a new hash");
        }
    }

    private void first(AuditLine line) {
        firstSeq = line.head().seq();
        start = new AuditHead(Math.max(0, firstSeq - 1), line.prev());
        if (firstSeq == 1 && !start.equals(AuditHead.NONE)) {
            found("the first line names a line before it");
        }
        startFinding = new AuditFinding(
                file,
                number,
                "the chain begins with number " + firstSeq
                        + ", and no line says that retention removed what was before");
    }

    /** Lines that say something about the chain. */
    private void heed(AuditLine line) {
        JsonNode fields = line.fields();
        switch (line.kind()) {
            case "opened" -> {
                String of = fields.path("member").asText();
                if (!member.isEmpty() && !member.equals(of)) {
                    found("it is of member " + of + ", the lines before are of " + member);
                }
                member = of;
                if (fields.has("damage")) {
                    gap("the member itself found damage: "
                            + fields.path("damage").asText());
                }
            }
            case "retired" -> {
                String hash = fields.path("last_hash").asText();
                long seq = fields.path("last_seq").asLong(-1);
                if (seq >= 0 && hash.matches("[0-9a-f]{64}")) {
                    retired = new AuditHead(seq, hash);
                }
            }
            case "gap" ->
                gap(
                        fields.path("why").asText().equals("snapshot")
                                ? "log entries " + fields.path("from_index").asLong() + " to "
                                        + fields.path("to_index").asLong()
                                        + " came as a snapshot, without their decisions"
                                : "up to " + fields.path("events").asLong() + " events before it were lost");
            default -> {}
        }
        for (AuditHead head : heads) {
            if (head.seq() == line.head().seq()) {
                matchedHeads++;
                if (!head.equals(line.head())) {
                    found("it is not the line that was here when the head " + head
                            + " was kept: all from some line up to" + " here was rewritten");
                }
            }
        }
    }

    private void end(List<AuditFile> files) {
        if (files.isEmpty()) {
            findings(new AuditFinding(directory.toString(), 0, "there is no audit file"));
            return;
        }
        if (torn.isPresent()) {
            findings(new AuditFinding(
                    tornAt.file(),
                    tornAt.line(),
                    tornAt.what() + ": it was cut, or the member has crashed and not started since"));
        }
        if (start.seq() > 0 && !start.equals(retired)) {
            findings(startFinding);
        }
        AuditHead end = last == null ? AuditHead.NONE : last.head();
        for (AuditHead head : heads) {
            if (head.seq() > end.seq()) {
                findings(new AuditFinding(
                        file,
                        number,
                        "the chain ends with number " + end.seq() + ", while a head was kept of number " + head.seq()
                                + ": " + (head.seq() - end.seq()) + " lines were cut off at its end"));
            } else if (head.seq() < firstSeq) {
                notes.add("the head " + head + " is older than the first line and could not be compared");
            }
        }
        if (matchedHeads == 0) {
            notes.add("no head from elsewhere lies in this chain: that it was cut off at a line, or rewritten up to its"
                    + " end, would not show");
        }
    }

    private void found(String what) {
        findings(new AuditFinding(file, number, what));
    }

    private void findings(AuditFinding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    private void gap(String what) {
        if (gaps.size() < MAX_FINDINGS) {
            gaps.add(new AuditFinding(file, number, what));
        }
    }
}
