package io.raftkms.chaos.kills;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFormat;
import io.raftkms.chaos.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Follows the observation file of a running bench. Not for several threads. */
final class LoadWatch {
    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final ObservationFormat format = new ObservationFormat();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final List<Observation> signatures = new ArrayList<>();
    private long position;

    LoadWatch(Path file) {
        this.file = file;
    }

    /** Votes and proposals signed so far, in the order in which they came back. */
    List<Observation> signatures() throws IOException, MalformedException {
        if (!Files.exists(file)) {
            return signatures;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(position);
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            while (channel.read(buffer.clear()) > 0) {
                buffer.flip();
                position += buffer.remaining();
                while (buffer.hasRemaining()) {
                    take(buffer.get());
                }
            }
        }
        return signatures;
    }

    private void take(byte next) throws MalformedException {
        if (next != '\n') {
            partial.write(next);
            return;
        }
        Observation seen = format.read(
                partial.toString(StandardCharsets.UTF_8), file.getFileName().toString());
        partial.reset();
        if (seen.event() == Observation.Event.SIGNATURE && seen.kind().isVoteOrProposal()) {
            signatures.add(seen);
        }
    }
}
