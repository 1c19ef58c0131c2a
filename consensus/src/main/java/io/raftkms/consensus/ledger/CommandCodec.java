package io.raftkms.consensus.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.raftkms.consensus.ledger.wire.EntryRecord;
import io.raftkms.consensus.rule.KnownVersions;
import java.util.Arrays;

/**
 * Entries of the log as bytes. An entry has exactly one encoding; reading refuses everything else, so members that read
 * an entry at all read the same.
 */
public final class CommandCodec {
    /** Most bytes of an entry: the longest chain id, the longest sign bytes and a key stay well below. */
    public static final int MAX_ENTRY_BYTES = 2048;

    private CommandCodec() {}

    /** A command as an entry of the newest version. */
    public static byte[] encode(Command command) {
        return encode(new Entry(KnownVersions.newest(), command));
    }

    /** An entry of a version that may be older. */
    public static byte[] encode(Entry entry) {
        EntryRecord.Builder wire = EntryRecord.newBuilder().setVersion(entry.version());
        CommandRecords.put(entry.command(), wire);
        return wire.build().toByteArray();
    }

    /**
     * Reads an entry.
     *
     * @throws UnknownEntryException if it is longer than {@link #MAX_ENTRY_BYTES}, of an unknown version or kind, holds
     *     a field or value that this program does not know, or is not encoded as {@link #encode(Entry)} does it
     */
    public static Entry decode(byte[] bytes) throws UnknownEntryException {
        if (bytes.length > MAX_ENTRY_BYTES) {
            throw new UnknownEntryException("entry has " + bytes.length + " bytes, more than " + MAX_ENTRY_BYTES);
        }
        EntryRecord wire = parse(bytes);
        if (!KnownVersions.includes(wire.getVersion())) {
            throw new UnknownEntryException("entry of version " + Integer.toUnsignedString(wire.getVersion())
                    + "; this program knows 1 to " + KnownVersions.newest());
        }
        try {
            Entry entry = new Entry(wire.getVersion(), CommandRecords.command(wire));
            if (!Arrays.equals(encode(entry), bytes)) {
                throw new UnknownEntryException("entry holds more than this program knows, or is encoded otherwise");
            }
            return entry;
        } catch (IllegalArgumentException e) {
            throw new UnknownEntryException("entry with an impossible value: " + e.getMessage(), e);
        }
    }

    private static EntryRecord parse(byte[] bytes) throws UnknownEntryException {
        try {
            return EntryRecord.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new UnknownEntryException("entry is not a command: " + e.getMessage(), e);
        }
    }
}
