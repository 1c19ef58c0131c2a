package io.raftkms.chaos.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.PrivvalWriting;
import io.raftkms.chaos.wire.Timestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final PrivvalMessage.Asked PREVOTE_WITH_EXTENSION = new PrivvalMessage.Asked(
            Kind.VOTE,
            new Canonical.Vote(1, 5, 0, Block.NIL, new Timestamp(1, 2), "c"),
            Optional.of(new Canonical.Extension("ff", 5, 0, "c")));

    private final List<Observation> seen = new ArrayList<>();
    private final Conversation conversation = new Conversation("v", "1", new AtomicReference<>("aa"), new Observer() {
        @Override
        public void observe(Observation line) {
            seen.add(line);
        }

        @Override
        public long nowNanos() {
            return 7;
        }
    });

    private void node(byte[] framed) throws IOException, MalformedException {
        conversation.nodeSays(framed, framed.length);
    }

    /** Bodies shorter than 128 bytes. */
    private void signer(byte[] body) throws IOException, MalformedException {
        byte[] framed = new byte[body.length + 1];
        framed[0] = (byte) body.length;
        System.arraycopy(body, 0, framed, 1, body.length);
        conversation.signerSays(framed, framed.length);
    }

    private void signer(String body) throws IOException, MalformedException {
        signer(HexFormat.of().parseHex(body));
    }

    @Test
    void writesRawBytesAndTheirSignatureDown() throws IOException, MalformedException {
        node(PrivvalWriting.rawRequest(new byte[] {1, 2}));
        signer("52040a02aabb");

        assertThat(seen)
                .extracting(Observation::event)
                .containsExactly(Observation.Event.REQUEST, Observation.Event.SIGNATURE);
        assertThat(seen).allSatisfy(line -> {
            assertThat(line.kind()).isEqualTo(Kind.RAW);
            assertThat(line.at()).isEqualTo(new Position(0, 0, 0));
            assertThat(line.signBytes()).isEqualTo("0a020102");
        });
        assertThat(seen.get(1).signature()).isEqualTo("aabb");
    }

    @Test
    void writesARefusalOfRawBytesDown() throws IOException, MalformedException {
        node(PrivvalWriting.rawRequest("c", new byte[] {1, 2}, "id"));
        signer("520f120d08011209697427732061206e6f");

        assertThat(seen)
                .extracting(Observation::event)
                .containsExactly(Observation.Event.REQUEST, Observation.Event.REFUSAL);
    }

    @Test
    void knowsOneKindOfSignatureFromTheOther() throws IOException, MalformedException {
        node(PrivvalWriting.signRequest(PREVOTE_WITH_EXTENSION));
        assertThatThrownBy(() -> signer("52040a02aabb")).hasMessageContaining("nobody asked for");

        node(PrivvalWriting.rawRequest(new byte[] {1}));
        byte[] vote = PrivvalMessage.encode(
                new PrivvalMessage.Signed(Kind.VOTE, new Timestamp(1, 2), "aabb", Optional.empty()));
        assertThatThrownBy(() -> signer(vote)).hasMessageContaining("nobody asked for");
    }

    @Test
    void writesAnExtensionDownThatIsSignedWithoutAPrecommit() throws IOException, MalformedException {
        node(PrivvalWriting.signRequest(PREVOTE_WITH_EXTENSION));
        signer(PrivvalMessage.encode(
                new PrivvalMessage.Signed(Kind.VOTE, new Timestamp(1, 2), "aabb", Optional.of("ccdd"))));

        Observation extension = seen.get(seen.size() - 1);
        assertThat(extension.event()).isEqualTo(Observation.Event.SIGNATURE);
        assertThat(extension.kind()).isEqualTo(Kind.EXTENSION);
        assertThat(extension.signBytes())
                .isEqualTo(HexFormat.of()
                        .formatHex(
                                PREVOTE_WITH_EXTENSION.extension().orElseThrow().signBytes()));
    }

    @Test
    void saysNothingOfPingsAndQuestionsForTheKey() throws IOException, MalformedException {
        node(PrivvalWriting.ping());
        signer("4200");
        node(PrivvalWriting.publicKeyRequest("c"));
        signer("12240a220a20556a436f1218d30942efe798420f51dc9b6a311b929c578257457d05c5fcf230");

        assertThat(seen).isEmpty();
    }

    @Test
    void takesASignatureAfterAPingForWhatNobodyAskedFor() throws IOException, MalformedException {
        node(PrivvalWriting.rawRequest(new byte[] {1}));
        node(PrivvalWriting.ping());

        assertThatThrownBy(() -> signer("52040a02aabb")).hasMessageContaining("nobody asked for");
    }
}
