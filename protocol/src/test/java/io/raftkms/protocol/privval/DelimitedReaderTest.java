package io.raftkms.protocol.privval;

import static io.raftkms.protocol.signbytes.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedReaderTest {
    private static final int LIMIT = 1_000_000;

    /** Any bodies, cut anywhere: the same bodies come out, and memory stays within what arrived and the limit. */
    @Property(tries = 300)
    void readsAnyBodiesCutAnywhereWithinItsMemory(
            @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 5_000) Integer> sizes, @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int size : sizes) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            bodies.add(body);
            stream.writeBytes(Delimited.frame(body));
        }

        ByteBuffer rest = ByteBuffer.wrap(stream.toByteArray());
        DelimitedReader reader = new DelimitedReader(5_000);
        List<byte[]> read = new ArrayList<>();
        int arrivedOfBody = 0;
        while (rest.hasRemaining()) {
            ByteBuffer chunk = rest.slice(rest.position(), Math.min(rest.remaining(), 1 + random.nextInt(700)));
            rest.position(rest.position() + chunk.remaining());
            arrivedOfBody += chunk.remaining();
            for (Optional<byte[]> body = reader.read(chunk); body.isPresent(); body = reader.read(chunk)) {
                read.add(body.get());
                arrivedOfBody = chunk.remaining();
            }
            assertThat(reader.bufferBytes()).isLessThanOrEqualTo(Math.min(5_000, 512 + 2 * arrivedOfBody));
        }

        assertThat(read.toArray(byte[][]::new)).isDeepEqualTo(bodies.toArray(byte[][]::new));
        assertThat(reader.isWithinMessage()).isFalse();
    }

    @Property
    void randomStreamsGiveBodiesWithinTheLimitOrTheOneException(@ForAll byte[] stream) {
        DelimitedReader reader = new DelimitedReader(20);
        ByteBuffer input = ByteBuffer.wrap(stream);
        try {
            for (Optional<byte[]> body = reader.read(input); body.isPresent(); body = reader.read(input)) {
                assertThat(body.get().length).isLessThanOrEqualTo(20);
            }
            assertThat(input.hasRemaining()).isFalse();
        } catch (MessageLengthException e) {
            assertThat(reader.bufferBytes()).isZero();
        }
    }

    @Test
    void announcedLengthAloneTakesNoMemory() throws Exception {
        DelimitedReader reader = new DelimitedReader(LIMIT);

        assertThat(reader.read(input("c0843d"))).isEmpty();
        assertThat(reader.bufferBytes()).isLessThanOrEqualTo(512);
        assertThat(reader.isWithinMessage()).isTrue();
    }

    @Test
    void bodyOfExactlyTheLimitIsRead() throws Exception {
        DelimitedReader reader = new DelimitedReader(LIMIT);
        byte[] body = new byte[LIMIT];
        body[LIMIT - 1] = 1;

        assertThat(reader.read(ByteBuffer.wrap(Delimited.frame(body))).orElseThrow())
                .isEqualTo(body);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "c1843d, message of 1000001 bytes",
        "ffffffff07, message of 2147483647 bytes",
        "ffffffff0f, message of 4294967295 bytes",
        "ffffffffffffffff7f, message of 9223372036854775807 bytes",
        "ffffffffffffffffff01, message of 18446744073709551615 bytes",
        "ffffffffffffffffff02, more than 64 bits",
        "ffffffffffffffffffff, more than 64 bits",
        "80808080808080808080, more than 64 bits"
    })
    void wrongLengthEndsTheStreamBeforeAnythingIsBuffered(String hex, String message) {
        DelimitedReader reader = new DelimitedReader(LIMIT);

        assertThatThrownBy(() -> reader.read(input(hex)))
                .isInstanceOf(MessageLengthException.class)
                .hasMessageContaining(message);
        assertThat(reader.bufferBytes()).isZero();
        assertThatThrownBy(() -> reader.read(input("023a00"))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"023a00", "82003a00", "828080808080808080003a00"})
    void lengthNeedNotBeWrittenShort(String hex) throws Exception {
        DelimitedReader reader = new DelimitedReader(2);

        assertThat(reader.read(input(hex)).orElseThrow()).containsExactly(0x3a, 0x00);
    }

    @Test
    void zeroLengthIsAnEmptyBody() throws Exception {
        DelimitedReader reader = new DelimitedReader(0);
        ByteBuffer input = input("0000");

        assertThat(reader.read(input).orElseThrow()).isEmpty();
        assertThat(reader.read(input).orElseThrow()).isEmpty();
        assertThat(reader.read(input)).isEmpty();
    }

    @Test
    void messageThatBeganIsNoticed() throws Exception {
        DelimitedReader reader = new DelimitedReader(LIMIT);

        assertThat(reader.isWithinMessage()).isFalse();
        reader.read(input("82"));
        assertThat(reader.isWithinMessage()).isTrue();
        reader.read(input("003a"));
        assertThat(reader.isWithinMessage()).isTrue();
        reader.read(input("00"));
        assertThat(reader.isWithinMessage()).isFalse();
    }

    private static ByteBuffer input(String hex) {
        return hex(hex).asReadOnlyByteBuffer();
    }
}
