package io.raftkms.signer.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Everything that nodes asked for and got, for an independent checker: JSON lines, only ever appended, one write each.
 *
 * <pre>
 * event       "request" | "signature" | "refusal" | "lost"
 * validator   name of the node
 * connection  "number@node id of the signer" (tcp), "number" (unix); "" for requests and lost votes
 * kind        "vote" | "proposal" | "extension"
 * chain_id    text
 * height      number, up to 64 bits
 * round       number
 * step        number: 1 proposal, 2 prevote, 3 precommit; of an extension that of its precommit, 3
 * sign_bytes  lower-case hex: the bytes asked for; in "signature" the bytes signed, which for a vote carry the returned
 *             timestamp
 * signature   lower-case hex, "" without one
 * public_key  lower-case hex: the key that the signer named when the node started
 * begin       number: when the request was first sent, nanoseconds since the Unix epoch
 * end         number: when this was known; in "request" equal to begin
 * </pre>
 *
 * A precommit for a block gives two lines of each event, one of them of kind "extension". A signature is written down
 * whether or not it verifies.
 */
public final class ObservationFile implements Observer, AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final FileChannel channel;

    /** Opens the file for appending, making it if need be. */
    public ObservationFile(Path file) throws IOException {
        channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void observe(Observation observation) {
        ByteBuffer line = ByteBuffer.wrap((line(observation) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write observations", failed);
        }
    }

    private String line(Observation seen) {
        HexFormat hex = HexFormat.of();
        ObjectNode node = json.createObjectNode();
        node.put("event", seen.event().name().toLowerCase(Locale.ROOT));
        node.put("validator", seen.validator());
        node.put("connection", seen.connection());
        node.put("kind", seen.kind().name().toLowerCase(Locale.ROOT));
        node.put("chain_id", seen.chainId());
        node.put("height", seen.at().height());
        node.put("round", seen.at().round());
        node.put("step", seen.at().step().number());
        node.put("sign_bytes", hex.formatHex(seen.signBytes().toByteArray()));
        node.put("signature", hex.formatHex(seen.signature().toByteArray()));
        node.put("public_key", hex.formatHex(seen.publicKey().toByteArray()));
        node.put("begin", seen.beginNanos());
        node.put("end", seen.endNanos());
        return node.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
