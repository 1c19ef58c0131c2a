package io.raftkms.signer.cli.log;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.store.LogInspection;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code log inspect --json} prints.
 *
 * @param holder process id of the member that runs on it, where the system tells
 */
record LogReport(String directory, Long holder, List<Segment> segments, List<Entry> entries, List<String> damages) {
    /**
     * @param first index of the first entry, by the file's name
     * @param last index of the last that can be read; null without one
     */
    record Segment(
            String file,
            boolean open,
            long bytes,
            long first,
            Long last,
            Long lastTerm,
            long entries,
            boolean damaged) {
        static Segment of(LogInspection.Segment segment) {
            Optional<LogPosition> last = segment.last();
            return new Segment(
                    segment.file().getFileName().toString(),
                    segment.open(),
                    segment.bytes(),
                    segment.first(),
                    last.map(LogPosition::index).orElse(null),
                    last.map(LogPosition::term).orElse(null),
                    segment.entries(),
                    segment.damage().isPresent());
        }
    }

    /**
     * @param kind configuration or metadata of Raft's, else the command
     * @param key type and hex; null where there is none, as chain, h/r/s and bytes
     * @param detail other values of a command, or why it cannot be understood
     */
    record Entry(
            long index,
            long term,
            String kind,
            Integer version,
            String chainId,
            String key,
            Long height,
            Integer round,
            String step,
            String signBytes,
            String detail) {
        static Entry of(LogInspection.LoggedEntry entry) {
            if (entry.entry().isEmpty()) {
                String kind = entry.unknown().isPresent() ? "unknown" : entry.kind();
                return plain(entry.at(), kind, null, entry.unknown().orElse(null));
            }
            int version = entry.entry().get().version();
            Command command = entry.entry().get().command();
            if (command instanceof Command.Reserve reserve) {
                return of(
                        entry.at(),
                        "reserve",
                        version,
                        reserve.key(),
                        reserve.reservation().at(),
                        hex(reserve.reservation().signBytes()),
                        null);
            }
            if (command instanceof Command.Enrol enrol) {
                HeightRoundStep mark = enrol.enrolment().mark();
                return of(
                        entry.at(),
                        "enrol",
                        version,
                        enrol.key(),
                        mark,
                        null,
                        enrol.enrolment() + (enrol.paused() ? ", paused" : ""));
            }
            String kind = command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            return plain(entry.at(), kind, version, kind.equals("noop") ? null : command.toString());
        }

        private static Entry plain(LogPosition at, String kind, Integer version, String detail) {
            return new Entry(at.index(), at.term(), kind, version, null, null, null, null, null, null, detail);
        }

        private static Entry of(
                LogPosition at,
                String kind,
                int version,
                KeyId key,
                HeightRoundStep position,
                String signBytes,
                String detail) {
            return new Entry(
                    at.index(),
                    at.term(),
                    kind,
                    version,
                    key.chainId(),
                    key.publicKey().type().wireName() + ":"
                            + hex(key.publicKey().bytes()),
                    position.height(),
                    position.round(),
                    position.step().toString(),
                    signBytes,
                    detail);
        }

        private static String hex(ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }

        /** For people. */
        String line() {
            StringBuilder line = new StringBuilder(index + " (term " + term + ") " + kind);
            if (chainId != null) {
                line.append(" chain ").append(chainId).append(" key ").append(key, 0, Math.min(key.length(), 24));
                line.append(" h/r/s ")
                        .append(height)
                        .append('/')
                        .append(round)
                        .append('/')
                        .append(step);
            }
            return detail == null ? line.toString() : line + " " + detail;
        }
    }

    static LogReport of(LogInspection found, List<Entry> entries) {
        return new LogReport(
                found.directory().toString(),
                found.holder().orElse(null),
                found.segments().stream().map(Segment::of).toList(),
                entries,
                found.damages());
    }
}
