package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open watermark file. A key's new state overwrites the older of its two slots, unforced; a new key replaces the
 * whole file, forced, so that no crash leaves half a record. One thread writes; another may force.
 */
final class WatermarkFile implements AutoCloseable {
    private final Path path;
    private final Identity owner;
    private final Map<ByteString, WatermarkSlot> newest;
    private final Map<ByteString, Integer> records = new LinkedHashMap<>();
    /** Held while the file is forced or exchanged, so that no force meets a closed file. */
    private final Object exchange = new Object();

    private RandomAccessFile file;
    private volatile boolean unforced;

    /** Writes the file anew, forced, with these states, and opens it. */
    WatermarkFile(Path path, Identity owner, Map<ByteString, WatermarkSlot> newest) throws IOException {
        this.path = path;
        this.owner = owner;
        this.newest = new LinkedHashMap<>(newest);
        exchange();
    }

    Path path() {
        return path;
    }

    /** The newest state of each key. */
    Map<ByteString, WatermarkSlot> newest() {
        return newest;
    }

    /** Writes the next state of a key. */
    void put(WatermarkSlot slot) throws IOException {
        newest.put(slot.key(), slot);
        Integer record = records.get(slot.key());
        if (record == null) {
            exchange();
            return;
        }
        file.seek(WatermarkLayout.offset(record, slot.number()));
        file.write(slot.encode());
        unforced = true;
    }

    /** Forces what was put before the call. */
    void force() throws IOException {
        synchronized (exchange) {
            if (unforced) {
                unforced = false;
                file.getFD().sync();
            }
        }
    }

    private void exchange() throws IOException {
        synchronized (exchange) {
            DurableFiles.replace(path, WatermarkLayout.encode(owner, newest.values()));
            // Both slots were written: the next state goes over the first.
            newest.replaceAll((key, slot) -> slot.again());
            records.clear();
            newest.keySet().forEach(key -> records.put(key, records.size()));
            if (file != null) {
                file.close();
            }
            file = new RandomAccessFile(path.toFile(), "rw");
            unforced = false;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (exchange) {
            file.close();
        }
    }
}
