package io.raftkms.protocol.secretconnection;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Secret Connections with fixed ephemeral keys, each end of which CometBFT's own code also played. */
@SuppressWarnings("ArrayRecordComponent") // vectors are read, never compared with each other
record Vectors(
        List<Handshake> handshakes,
        List<Derive> derive,
        List<Merlin> merlin,
        List<BadFrame> badFrames,
        List<BadAuth> badAuth,
        List<LowOrder> lowOrder) {

    static final Vectors RECORDED = read();

    record Handshake(
            String name,
            byte[] lowerEphPublic,
            byte[] upperEphPublic,
            byte[] dhSecret,
            byte[] challenge,
            @JsonProperty("hkdf_96") byte[] hkdf96,
            End signer,
            End node) {}

    record End(
            byte[] ephPrivate,
            byte[] ephPublic,
            boolean isLeast,
            byte[] identitySeed,
            byte[] identityPublic,
            String nodeId,
            byte[] firstMessage,
            byte[] sendKey,
            byte[] receiveKey,
            byte[] authSignature,
            byte[] authMessage,
            List<Sent> sent,
            List<byte[]> sentWithOldPadding) {

        SecretConnection connection() {
            return new SecretConnection(IdentityKey.fromSeed(identitySeed), EphemeralKey.fromPrivateKey(ephPrivate));
        }

        /** Everything after the first message, with zero padding. */
        byte[] frames() {
            return concat(sent.stream().flatMap(sent -> sent.frames().stream()));
        }

        byte[] oldPaddingFrames() {
            return concat(sentWithOldPadding.stream());
        }

        /** What the other end reads after the auth message. */
        byte[] stream() {
            return concat(sent.stream().skip(1).map(Sent::data));
        }
    }

    record Sent(byte[] data, List<byte[]> frames) {}

    record Derive(
            byte[] dhSecret,
            byte[] localEphPublic,
            byte[] remoteEphPublic,
            boolean localIsLeast,
            byte[] challenge,
            byte[] receiveKey,
            byte[] sendKey) {}

    record Merlin(String protocol, List<Operation> ops) {
        @Override
        public String toString() {
            return protocol;
        }
    }

    record Operation(String op, String label, byte[] data) {}

    record BadFrame(String name, byte[] receiveKey, long counter, byte[] frame) {
        @Override
        public String toString() {
            return name;
        }
    }

    record BadAuth(String name, byte[] challenge, byte[] message) {
        @Override
        public String toString() {
            return name;
        }
    }

    record LowOrder(byte[] ephPublic) {
        @Override
        public String toString() {
            return HexFormat.of().formatHex(ephPublic);
        }
    }

    /** One end of a recorded handshake and the end it talked to. */
    record Role(String name, Handshake handshake, End own, End peer) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Both ends of every handshake. */
    static Stream<Role> roles() {
        return RECORDED.handshakes.stream()
                .flatMap(handshake -> Stream.of(
                        new Role(handshake.name + " as signer", handshake, handshake.signer, handshake.node),
                        new Role(handshake.name + " as node", handshake, handshake.node, handshake.signer)));
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] concat(byte[]... parts) {
        return concat(Arrays.stream(parts));
    }

    private static byte[] concat(Stream<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static Vectors read() {
        SimpleModule hexBytes = new SimpleModule().addDeserializer(byte[].class, new HexBytes());
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .addModule(hexBytes)
                .build();
        try (InputStream json = Vectors.class.getResourceAsStream("/vectors/secretconn.json")) {
            return mapper.readValue(json, Vectors.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class HexBytes extends StdDeserializer<byte[]> {
        private static final long serialVersionUID = 1;

        HexBytes() {
            super(byte[].class);
        }

        @Override
        public byte[] deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return hex(parser.getText());
        }
    }
}
