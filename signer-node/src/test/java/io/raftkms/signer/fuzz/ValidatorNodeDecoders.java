package io.raftkms.signer.fuzz;

import io.raftkms.protocol.privval.DelimitedReader;
import io.raftkms.protocol.privval.MessageLengthException;
import io.raftkms.protocol.privval.ReplyCodec;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.privval.RequestLimits;
import io.raftkms.protocol.privval.UndecodableMessageException;
import io.raftkms.protocol.secretconnection.HandshakeDoor;
import io.raftkms.signer.rpc.NodeAnswerDoor;
import java.nio.ByteBuffer;
import java.util.List;

/** What a validator node sends, or whoever dials in its place. */
final class ValidatorNodeDecoders {
    private ValidatorNodeDecoders() {}

    static List<Decoder> all() {
        String socket = "the socket to a validator node";
        String inside = "a validator node, behind the secret connection";
        return List.of(
                Decoder.of(
                        "handshake",
                        socket + ", in the clear",
                        HandshakeDoor::fromSocket,
                        "protocol.secretconnection.SecretConnection",
                        "protocol.secretconnection.EphemeralMessage",
                        "protocol.secretconnection.DelimitedMessage",
                        "protocol.secretconnection.EphemeralKey",
                        "protocol.secretconnection.MerlinTranscript"),
                Decoder.of(
                        "handshakeSealed",
                        socket + ", sealed with the right keys",
                        HandshakeDoor::sealed,
                        "protocol.secretconnection.AuthMessage"),
                Decoder.of(
                        "sealedFrames",
                        socket + ", frames of any content",
                        HandshakeDoor::frames,
                        "protocol.secretconnection.FrameOpener",
                        "protocol.secretconnection.FrameCipher"),
                Decoder.of(
                        "frames",
                        inside,
                        ValidatorNodeDecoders::frames,
                        "protocol.privval.DelimitedReader",
                        "signer.link.MessageCodec"),
                Decoder.of(
                        "request",
                        inside,
                        ValidatorNodeDecoders::request,
                        "protocol.privval.RequestCodec",
                        "protocol.privval.Envelope",
                        "protocol.privval.WireCheck",
                        "protocol.privval.RequestLimits"),
                Decoder.of(
                        "reply",
                        "a signer, read by the simulated validator node",
                        bytes -> Refusal.orResult(UndecodableMessageException.class, () -> ReplyCodec.decode(bytes)),
                        "protocol.privval.ReplyCodec"),
                Decoder.of(
                        "nodeAnswer",
                        "a validator node's RPC",
                        NodeAnswerDoor::answer,
                        "signer.rpc.NodeAnswer",
                        "signer.rpc.NodeRpc"));
    }

    private static void request(byte[] bytes) throws Exception {
        Refusal.orResult(UndecodableMessageException.class, () -> RequestLimits.violation(RequestCodec.decode(bytes)));
    }

    private static void frames(byte[] bytes) throws Exception {
        DelimitedReader reader = new DelimitedReader(Decoder.MAX_INPUT);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        Refusal.orResult(MessageLengthException.class, () -> {
            int before = -1;
            while (reader.read(input).isPresent()) {
                if (input.position() <= before) {
                    throw new IllegalStateException("a message without bytes, for ever");
                }
                before = input.position();
            }
            return null;
        });
    }
}
