package io.raftkms.chaos.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Known answers: Merlin's own, and a handshake of CometBFT v0.34.24 with ephemeral keys that were given to it. */
class HandshakeTest {
    private static final String NODE_KEY = "e32c18b433232c0bad50a3fa856673a3dab62422ab2ef90462d817176d958923";
    private static final String SIGNER_HELLO = "220a208d81024fa557ed8b962ed89339213fc65dcbb60c62f4ccca7d042d80d4fe7035";
    private static final String CHALLENGE = "cc10516eb637ec9629ab099fcd880b4efe350bbed8c98ce288f0b58b378fd61f";
    private static final String NODE_AUTH =
            "660a220a20e32c18b433232c0bad50a3fa856673a3dab62422ab2ef90462d817176d9589231240965b7c178b584d31971d9bfcc6b3"
                    + "fdd4fc5b4f3ef360951c19232b0dc2c1f4bba43c1bb7535b1218326decddd9f371e67c2364f3810bd7131d0fada035c3b50f";
    private static final String SIGNER_AUTH =
            "660a220a2003b7faf6b30f1a00f039e9425f6ea4dc50338eff6b21ffec7c243b5b4b289f7412407b57ea9511c7958caa96b21de6c1"
                    + "41c97dbb960e0b79a6db6c21f48c99a85cc67dc00c9b26e8df458f4c4da71278dfcb6d0f3d57697591ad583cef155c9a3208";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] seed(String text) throws GeneralSecurityException {
        return sha256(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Handshake node() throws GeneralSecurityException, MalformedException {
        Handshake node = new Handshake(seed("node eph"));
        node.take(hex(SIGNER_HELLO));
        return node;
    }

    @Test
    void makesTheChallengesOfMerlin() {
        Transcript short1 = new Transcript("test protocol");
        short1.append("some label", "some data".getBytes(StandardCharsets.US_ASCII));
        assertThat(short1.challenge("challenge", 32))
                .isEqualTo(hex("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615"));

        Transcript crossesBlocks = new Transcript("test protocol");
        crossesBlocks.append("step1", "some data".getBytes(StandardCharsets.US_ASCII));
        byte[] data = new byte[1024];
        Arrays.fill(data, (byte) 0x63);
        byte[] last = new byte[0];
        for (int i = 0; i < 32; i++) {
            last = crossesBlocks.challenge("challenge", 32);
            crossesBlocks.append("bigdata", data);
            crossesBlocks.append("challengedata", last);
        }
        assertThat(last).isEqualTo(hex("a8c933f54fae76e3f9bea93648c1308e7dfa2152dd51674ff3ca438351cf003c"));
    }

    @Test
    void doesWhatANodeDid() throws Exception {
        Handshake node = node();
        PrivateKey identity = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed("node identity")));

        assertThat(node.challenge()).isEqualTo(hex(CHALLENGE));
        assertThat(node.auth(identity, hex(NODE_KEY))).isEqualTo(hex(NODE_AUTH));
        node.check(hex(SIGNER_AUTH));
    }

    @Test
    void sealsAndOpensTheFramesOfThatNodeAndItsSigner() throws Exception {
        Handshake node = node();
        Frames sending = node.sending();
        assertThat(sha256(sending.seal(hex(NODE_AUTH))))
                .isEqualTo(hex("7196fe5117b3ab27760c54775f02b939f365babcd5e1092bf5280ac0a6273c46"));
        assertThat(sha256(sending.seal(hex("023a00"))))
                .isEqualTo(hex("11f85506201954872f9feb650abbea7f445b35e32cb575f981f56b19099f1362"));

        Handshake signer = new Handshake(seed("signer eph"));
        assertThat(signer.hello()).isEqualTo(hex(SIGNER_HELLO));
        signer.take(node.hello());
        byte[] sealed = signer.sending().seal(hex(SIGNER_AUTH));
        assertThat(sha256(sealed)).isEqualTo(hex("81707610e8212592571d5f9f81eb97b4cf7095d739a7521ba7cd9e9306c28a75"));
        assertThat(node.receiving().open(sealed, sealed.length)).isEqualTo(hex(SIGNER_AUTH));
    }

    @Test
    void opensWhatComesInPiecesAndSpansFrames() throws Exception {
        byte[] message = new byte[2500];
        Arrays.fill(message, (byte) 7);
        byte[] sealed = node().sending().seal(message);
        Handshake signer = new Handshake(seed("signer eph"));
        signer.take(node().hello());
        Frames receiving = signer.receiving();

        byte[] first = receiving.open(sealed, 1500);
        byte[] rest = Arrays.copyOfRange(sealed, 1500, sealed.length);
        byte[] second = receiving.open(rest, rest.length);

        assertThat(first).hasSize(1024);
        assertThat(second).hasSize(1476).containsOnly(7);
    }

    @Test
    void refusesWhoeverDidNotSignTheChallenge() throws Exception {
        byte[] forged = hex(SIGNER_AUTH);
        forged[50] ^= 1;
        Handshake node = node();

        assertThatThrownBy(() -> node.check(forged)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> node.check(Arrays.copyOf(forged, 102))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> node.take(node.hello())).isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesAFrameThatWasChanged() throws Exception {
        byte[] sealed = node().sending().seal(hex("023a00"));
        sealed[100] ^= 1;
        Handshake signer = new Handshake(seed("signer eph"));
        signer.take(node().hello());

        assertThatThrownBy(() -> signer.receiving().open(sealed, sealed.length)).isInstanceOf(IOException.class);
    }
}
