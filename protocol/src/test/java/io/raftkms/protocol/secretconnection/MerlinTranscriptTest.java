package io.raftkms.protocol.secretconnection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MerlinTranscriptTest {
    @ParameterizedTest
    @MethodSource("recorded")
    void drawsTheRecordedBytes(Vectors.Merlin vector) {
        MerlinTranscript transcript = new MerlinTranscript(vector.protocol());

        for (Vectors.Operation operation : vector.ops()) {
            switch (operation.op()) {
                case "append" -> transcript.append(operation.label(), operation.data());
                case "extract" ->
                    assertThat(transcript.extract(operation.label(), operation.data().length))
                            .isEqualTo(operation.data());
                default -> throw new AssertionError("unknown operation " + operation.op());
            }
        }

        assertThat(vector.ops()).anyMatch(operation -> operation.op().equals("extract"));
    }

    static List<Vectors.Merlin> recorded() {
        return Vectors.RECORDED.merlin();
    }

    /** The example of the Merlin libraries in other languages. */
    @Test
    void agreesWithOtherMerlinLibraries() {
        MerlinTranscript transcript = new MerlinTranscript("test protocol");
        transcript.append("some label", "some data".getBytes(US_ASCII));

        assertThat(transcript.extract("challenge", 32))
                .isEqualTo(Vectors.hex("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615"));
    }

    @Test
    void agreesWithOtherMerlinLibrariesAcrossManyBlocks() {
        byte[] big = new byte[1024];
        Arrays.fill(big, (byte) 0x63);
        MerlinTranscript transcript = new MerlinTranscript("test protocol");
        transcript.append("step1", "some data".getBytes(US_ASCII));

        byte[] challenge = {};
        for (int i = 0; i < 32; i++) {
            challenge = transcript.extract("challenge", 32);
            transcript.append("bigdata", big);
            transcript.append("challengedata", challenge);
        }

        assertThat(challenge)
                .isEqualTo(Vectors.hex("a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c"));
    }

    @Test
    void hasNothingLeftOfItsStateAfterWiping() {
        MerlinTranscript first = new MerlinTranscript("test protocol");
        MerlinTranscript second = new MerlinTranscript("test protocol");
        first.append("secret", new byte[] {1});
        second.append("secret", new byte[] {2});

        first.wipe();
        second.wipe();

        assertThat(first.extract("challenge", 32)).isEqualTo(second.extract("challenge", 32));
    }
}
