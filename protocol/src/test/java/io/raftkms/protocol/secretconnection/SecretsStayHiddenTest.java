package io.raftkms.protocol.secretconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.raftkms.protocol.secretconnection.Vectors.End;
import io.raftkms.protocol.secretconnection.Vectors.Handshake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Texts that could end in a log show no secret in any usual notation. */
class SecretsStayHiddenTest {
    private static final Handshake HANDSHAKE = Vectors.RECORDED.handshakes().get(0);
    private static final End OWN = HANDSHAKE.signer();
    private static final End PEER = HANDSHAKE.node();

    @Test
    void textsShowNoSecret() throws Exception {
        IdentityKey identity = IdentityKey.fromSeed(OWN.identitySeed());
        EphemeralKey ephemeral = EphemeralKey.fromPrivateKey(OWN.ephPrivate());
        SecretConnection connection = new SecretConnection(identity, ephemeral);
        List<Object> named = new ArrayList<>(List.of(identity, ephemeral, connection.toString()));
        connection.open();
        Inbound inbound = connection.receive(Vectors.concat(PEER.firstMessage(), PEER.frames()));
        named.addAll(List.of(
                connection.toString(),
                inbound,
                KeyDerivation.derive(HANDSHAKE.dhSecret(), OWN.ephPublic(), PEER.ephPublic()),
                FrameCipher.sealing(OWN.sendKey(), 0),
                new FrameSealer(OWN.sendKey()),
                new FrameOpener(OWN.receiveKey()),
                new MerlinTranscript("test protocol"),
                catchThrowable(() -> connection.receive(new byte[FrameCipher.SEALED_BYTES])),
                connection.toString()));

        for (Object one : named) {
            assertThat(one.toString()).doesNotContain(secretNotations().toArray(String[]::new));
        }
        assertThat(identity.toString()).contains(OWN.nodeId());
    }

    private static List<String> secretNotations() {
        List<String> notations = new ArrayList<>();
        for (byte[] secret : List.of(
                OWN.identitySeed(),
                OWN.ephPrivate(),
                HANDSHAKE.dhSecret(),
                OWN.sendKey(),
                OWN.receiveKey(),
                PEER.stream())) {
            String hex = HexFormat.of().formatHex(secret);
            notations.add(hex);
            notations.add(hex.toUpperCase(Locale.ROOT));
            notations.add(Base64.getEncoder().encodeToString(secret));
            notations.add(Arrays.toString(secret));
        }
        return notations;
    }
}
