package io.raftkms.protocol.signbytes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Strict parsing is the inverse of encoding, and of nothing else. */
class CanonicalMessagePropertiesTest {
    @Provide
    Arbitrary<CanonicalMessage> messages() {
        return CanonicalArbitraries.messages();
    }

    /** Whole fields of numbers that no canonical message has. */
    @Provide
    Arbitrary<ByteString> unknownFields() {
        return Arbitraries.of("782a", "7a0161", "a10100000000000000ff", "7d01020304", "7b7c", "a2060380bd8e")
                .map(VectorFile::hex);
    }

    @Property
    void parsesEverythingItEncodes(@ForAll("messages") CanonicalMessage message) {
        assertThat(CanonicalMessage.parse(message.signBytes())).contains(message);
    }

    @Property
    void mutationOfAnyByteIsAnotherMessageOrNone(@ForAll("messages") CanonicalMessage message, @ForAll byte flip) {
        byte[] bytes = message.signBytes().toByteArray();
        byte change = flip == 0 ? 1 : flip;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= change;
            ByteString mutated = ByteString.copyFrom(bytes);
            Optional<CanonicalMessage> parsed = CanonicalMessage.parse(mutated);
            parsed.ifPresent(other -> {
                assertThat(other).isNotEqualTo(message);
                assertThat(other.signBytes()).isEqualTo(mutated);
            });
            bytes[i] ^= change;
        }
    }

    @Property
    void randomBytesNeitherThrowNorReEncodeDifferently(@ForAll byte[] bytes) {
        ByteString random = ByteString.copyFrom(bytes);

        CanonicalMessage.parse(random)
                .ifPresent(message -> assertThat(message.signBytes()).isEqualTo(random));
    }

    @Property
    void truncatedOrTrailedBytesAreNotCanonical(
            @ForAll("messages") CanonicalMessage message, @ForAll("unknownFields") ByteString extra) {
        ByteString signBytes = message.signBytes();

        assertThat(CanonicalMessage.parse(signBytes.substring(0, signBytes.size() - 1)))
                .isEmpty();
        assertThat(CanonicalMessage.parse(signBytes.concat(extra))).isEmpty();
        assertThat(CanonicalMessage.parse(withExtra(message, extra))).isEmpty();
    }

    @Property
    void guardKnowsEveryCanonicalMessageWithAnythingAdded(
            @ForAll("messages") CanonicalMessage message,
            @ForAll("unknownFields") ByteString extra,
            @ForAll byte[] trailing) {
        ByteString signBytes = message.signBytes();

        assertThat(RawBytesGuard.looksCanonical(signBytes)).isTrue();
        assertThat(RawBytesGuard.looksCanonical(body(signBytes))).isTrue();
        assertThat(RawBytesGuard.looksCanonical(signBytes.concat(extra))).isTrue();
        assertThat(RawBytesGuard.looksCanonical(signBytes.concat(ByteString.copyFrom(trailing))))
                .isTrue();
        assertThat(RawBytesGuard.looksCanonical(withExtra(message, extra))).isTrue();
    }

    private static ByteString withExtra(CanonicalMessage message, ByteString extra) {
        ByteString body = body(message.signBytes()).concat(extra);
        return prefix(body.size()).concat(body);
    }

    private static ByteString body(ByteString signBytes) {
        int start = 0;
        while (signBytes.byteAt(start) < 0) {
            start++;
        }
        return signBytes.substring(start + 1);
    }

    private static ByteString prefix(int size) {
        ByteString.Output out = ByteString.newOutput();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeUInt32NoTag(size);
            coded.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteString();
    }
}
