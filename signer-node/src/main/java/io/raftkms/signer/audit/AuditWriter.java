package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.raft.store.DurableFiles;
import io.raftkms.signer.config.AuditSettings;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * Adds lines to the chain and forces them. One thread. After an {@link IOException} it is unknown what the disk has: the
 * writer is closed and a new one opened, which reads what is there.
 */
final class AuditWriter implements AutoCloseable {
    private static final int WRITTEN_AT = 64 * 1024;

    private final AuditSettings settings;
    private final AuditOwner owner;
    private final Clock clock;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(WRITTEN_AT);

    private FileOutputStream out;
    private AuditFile file;
    private long fileBytes;
    private AuditHead head;
    private AuditHead forced;
    private long upto;
    private long said;
    private boolean unforced;

    private AuditWriter(AuditSettings settings, AuditOwner owner, Clock clock) {
        this.settings = settings;
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * Continues the chain of the directory, in its newest file if that is whole, else in a new one that says what was
     * found.
     *
     * @param why start or write_error
     */
    static AuditWriter open(AuditSettings settings, AuditOwner owner, Clock clock, String why) throws IOException {
        AuditWriter writer = new AuditWriter(settings, owner, clock);
        if (!Files.isDirectory(settings.directory())) {
            DurableFiles.createDirectory(settings.directory());
        }
        AuditTail tail = AuditTail.of(AuditFile.in(settings.directory()));
        writer.head = tail.head();
        writer.forced = tail.head();
        writer.upto = tail.upto();
        writer.said = tail.upto();
        if (tail.clean()) {
            writer.use(tail.newest().orElseThrow());
        } else {
            writer.use(AuditFile.next(settings.directory(), tail.head().seq() + 1));
        }
        writer.append("opened", writer.opening(why, tail));
        writer.force();
        writer.retire();
        return writer;
    }

    private ObjectNode opening(String why, AuditTail tail) {
        ObjectNode fields = opening(why);
        tail.torn()
                .ifPresent(torn -> fields.putObject("torn")
                        .put("file", torn.file())
                        .put("bytes", torn.bytes())
                        .put("sha256", torn.sha256()));
        tail.damage().ifPresent(damage -> fields.put("damage", damage));
        return fields;
    }

    private ObjectNode opening(String why) {
        return AuditLine.MAPPER
                .createObjectNode()
                .put("why", why)
                .put("cluster", owner.clusterId())
                .put("member", owner.member())
                .put("version", owner.version())
                .put("file", file.name());
    }

    private void use(AuditFile next) throws IOException {
        if (!Files.exists(next.path())) {
            Files.createFile(
                    next.path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            DurableFiles.forceDirectory(settings.directory());
        }
        file = next;
        fileBytes = Files.size(next.path());
        out = new FileOutputStream(next.path().toFile(), true);
    }

    /** The last line, written or not. */
    AuditHead head() {
        return head;
    }

    /** The last line that is certainly on the disk. */
    AuditHead forced() {
        return forced;
    }

    /** The highest log index that lines know of. */
    long upto() {
        return upto;
    }

    /** Whether a line is due that says how far the log was followed. */
    boolean silentOnIndex() {
        return upto > said;
    }

    /** From the next line on, this log index is known. */
    void reached(long index) {
        upto = Math.max(upto, index);
    }

    /** Adds a line; it may stay in memory until {@link #force}. */
    void append(String kind, ObjectNode fields) throws IOException {
        AuditLine line = AuditLine.after(head, clock.instant().truncatedTo(ChronoUnit.MILLIS), upto, kind, fields);
        byte[] bytes = line.encode();
        if (bytes.length > AuditLine.MAX_BYTES) {
            throw new IllegalArgumentException("an audit line of " + bytes.length + " bytes");
        }
        pending.writeBytes(bytes);
        head = line.head();
        said = upto;
        unforced = true;
        fileBytes += bytes.length;
        if (pending.size() >= WRITTEN_AT) {
            write();
        }
    }

    private void write() throws IOException {
        if (pending.size() > 0) {
            out.write(pending.toByteArray());
            pending.reset();
        }
    }

    /** Writes and forces what was added; begins a new file when this one is full. */
    void force() throws IOException {
        if (!unforced) {
            return;
        }
        write();
        out.getFD().sync();
        forced = head;
        unforced = false;
        if (fileBytes >= settings.maxFileBytes()) {
            rotate();
        }
    }

    private void rotate() throws IOException {
        out.close();
        use(AuditFile.next(settings.directory(), head.seq() + 1));
        append("opened", opening("rotation"));
        force();
        retire();
    }

    /** Removes what the settings no longer keep; the chain says so first. */
    private void retire() throws IOException {
        for (Retention.Retired old :
                new Retention(settings, clock.instant()).due(AuditFile.in(settings.directory()), file)) {
            append("retired", old.fields());
            force();
            Files.deleteIfExists(old.file().path());
        }
    }

    /** As often as time alone can make a file old. */
    void retireByAge() throws IOException {
        if (settings.maxAge().isPresent()) {
            retire();
        }
    }

    /** The head in a file of its own, outside of the directory. */
    void anchor(Path at) throws IOException {
        Anchor.write(at, forced);
    }

    @Override
    public void close() throws IOException {
        try (FileOutputStream closing = out) {
            if (pending.size() > 0 || unforced) {
                write();
                closing.getFD().sync();
                forced = head;
            }
        }
    }

    /** Gives the file up without writing what is pending. */
    void abandon() {
        try {
            out.close();
        } catch (IOException alreadyBroken) {
            pending.reset();
        }
    }
}
