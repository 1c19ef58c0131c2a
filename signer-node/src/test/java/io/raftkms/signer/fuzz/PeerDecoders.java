package io.raftkms.signer.fuzz;

import io.raftkms.consensus.raft.SerialFilter;
import io.raftkms.consensus.raft.hello.HelloDoor;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.signature.ForwardDoor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.List;

/** What other members send. They are authenticated, and may still be unwell, or somebody else's by now. */
final class PeerDecoders {
    private PeerDecoders() {}

    static List<Decoder> all() {
        String peer = "another member";
        return List.of(
                Decoder.of("forwardRequest", peer + ", Sign", ForwardDoor::request, "signer.signature.ForwardCodec"),
                Decoder.of("forwardReply", "the leader, Sign", ForwardDoor::reply, "signer.signature.ForwardCodec"),
                Decoder.of("helloRequest", peer + ", Hello", HelloDoor::request, "consensus.raft.hello.HelloCodec"),
                Decoder.of("helloReply", peer + ", Hello", HelloDoor::reply, "consensus.raft.hello.HelloCodec"),
                Decoder.of(
                        "memberFacts",
                        peer + ", Status",
                        bytes -> Refusal.orResult(
                                IllegalArgumentException.class, () -> AdminJson.read(bytes, MemberFacts.class)),
                        "signer.admin.AdminJson"),
                Decoder.of(
                        "revivedException",
                        peer + ", exceptions of Ratis",
                        PeerDecoders::revived,
                        "consensus.raft.SerialFilter"));
    }

    /** Ratis fails the call with whatever comes of it, so only what it costs is asked here, and that it ends. */
    private static void revived(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(new SerialFilter());
            in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException refused) {
            return;
        }
    }
}
