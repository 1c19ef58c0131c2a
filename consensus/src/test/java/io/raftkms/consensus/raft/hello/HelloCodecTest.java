package io.raftkms.consensus.raft.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.LogPosition;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelloCodecTest {
    private static final MemberId A = new MemberId("a", "000000000000000a");
    private static final MemberId B = new MemberId("b", "000000000000000b");
    private static final HelloFacts FACTS = new HelloFacts(
            "c1",
            A,
            "a1".repeat(16),
            7,
            "a7".repeat(16),
            true,
            true,
            Map.of(A, "a1".repeat(16), B, "b1".repeat(16)),
            new Forced(3, Optional.of(new LogPosition(2, 10))),
            new Forced(4, Optional.of(new LogPosition(4, 12))));

    @Test
    void messagesComeBackAsTheyWere() throws Exception {
        assertThat(HelloCodec.request(HelloCodec.greeting(FACTS))).contains(FACTS);
        assertThat(HelloCodec.request(HelloCodec.who())).isEmpty();
        for (HelloVerdict verdict : new HelloVerdict[] {
            HelloVerdict.Accept.PLAIN,
            new HelloVerdict.Accept(true),
            new HelloVerdict.NotYet(),
            new HelloVerdict.Refuse(HelloReason.LOG_OLD, "entry 10 was acknowledged")
        }) {
            HelloReply reply = new HelloReply(verdict, FACTS);
            assertThat(HelloCodec.reply(HelloCodec.reply(reply))).isEqualTo(reply);
        }
    }

    @Test
    void anotherVersionIsNamed() {
        byte[] later = HelloCodec.who();
        later[1] = 2;

        assertThatThrownBy(() -> HelloCodec.request(later))
                .isInstanceOf(HelloFormatException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void whatIsCutOrHasMoreIsNotUnderstood() {
        byte[] greeting = HelloCodec.greeting(FACTS);
        byte[] more = Arrays.copyOf(greeting, greeting.length + 3);
        more[greeting.length] = (byte) 0xf8;
        more[greeting.length + 1] = 0x01;
        more[greeting.length + 2] = 0x01;

        assertThatThrownBy(() -> HelloCodec.request(more)).isInstanceOf(HelloFormatException.class);
        for (int length = 0; length < greeting.length; length++) {
            byte[] cut = Arrays.copyOf(greeting, length);
            assertThatThrownBy(() -> HelloCodec.request(cut)).isInstanceOf(HelloFormatException.class);
        }
        assertThatThrownBy(() -> HelloCodec.request(new byte[HelloCodec.MAX_BYTES + 1]))
                .isInstanceOf(HelloFormatException.class);
    }
}
