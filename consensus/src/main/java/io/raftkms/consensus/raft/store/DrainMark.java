package io.raftkms.consensus.raft.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code data/drained}: while it is there, this member does not stand for election, over restarts too. */
public final class DrainMark {
    private static final String TEXT = "drained: does not stand for election until `raftkms cluster undrain`\n";

    private final Path file;

    public DrainMark(DataDirectory directory) {
        this.file = directory.drained();
    }

    public boolean isSet() {
        return Files.exists(file);
    }

    /** Forced; stays as it is if it is there. */
    public void set() throws IOException {
        if (!isSet()) {
            DurableFiles.create(file, TEXT.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Forced; nothing to do if it is not there. */
    public void clear() throws IOException {
        if (Files.deleteIfExists(file)) {
            DurableFiles.forceDirectory(file.getParent());
        }
    }
}
