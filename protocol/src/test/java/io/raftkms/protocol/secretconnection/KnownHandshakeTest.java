package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.hex;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handshake that Tendermint v0.34.24 played with ephemeral keys made from texts. */
class KnownHandshakeTest {
    private static final byte[] PING = {2, 0x3a, 0};
    private static final byte[] PONG = {2, 0x42, 0};

    private final SecretConnection signer = end("signer");
    private final SecretConnection node = end("node");
    private byte[] signerFirst;
    private byte[] signerAuth;
    private byte[] nodeAuth;

    @BeforeEach
    void handshake() throws Exception {
        signerFirst = signer.open();
        signerAuth = signer.receive(node.open()).toSend();
        nodeAuth = node.receive(signerFirst).toSend();
        signer.receive(nodeAuth);
        node.receive(signerAuth);
    }

    @Test
    void signerOpensWithItsEphemeralKey() {
        assertThat(signerFirst)
                .isEqualTo(hex("220a208d81024fa557ed8b962ed89339213fc65dcbb60c62f4ccca7d042d80d4fe7035"));
    }

    @Test
    void bothEndsKnowEachOther() {
        assertThat(signer.peerId()).hasToString("9b34ee71693f8840cff954a45ebf1d33eaa5b044");
        assertThat(node.peerId()).hasToString("52286f19b82a655d930494332fc981b4865654de");
    }

    @Test
    void framesAreTheKnownOnes() throws Exception {
        byte[] pong = signer.seal(PONG);
        byte[] ping = node.seal(PING);

        assertFrame(
                signerAuth,
                "782acfd07b6fef71652124fae39a8e53069e88fa1bf3be3f5db7b3c87de3f6ea",
                "ee243929589529b623d5c269e02e36e5",
                "81707610e8212592571d5f9f81eb97b4cf7095d739a7521ba7cd9e9306c28a75");
        assertFrame(
                nodeAuth,
                "7e1218341c846ecf1477e6142f4cfb2982f21cd769a823813ec359185c9bae46",
                "d329b8a0a8104135c89fc3a3ec2af726",
                "7196fe5117b3ab27760c54775f02b939f365babcd5e1092bf5280ac0a6273c46");
        assertFrame(
                pong,
                "78642a23fdf26cd66765695066867ec56386b86950578513d8a5e18c8dbf879b",
                "fa4eb27dbb891b22eee15efd68f80066",
                "d76dcd72dc0e8b1f093a70957fdd46861b8ca0c000d3a2b79c6f80cf7605b7fd");
        assertFrame(
                ping,
                "10f60d0dfdbf03669d7b82fbbeedb37defc50d0d0a2bb520c89065b03454cf03",
                "0c3d21499990c42fa5c79397040963b2",
                "11f85506201954872f9feb650abbea7f445b35e32cb575f981f56b19099f1362");
        assertThat(node.receive(pong).plaintext()).isEqualTo(PONG);
        assertThat(signer.receive(ping).plaintext()).isEqualTo(PING);
    }

    @Test
    void derivesTheKnownValues() throws Exception {
        byte[] nodeEphemeral = hex("a3a3593f507207cb661178718be36c1d4f0dbf1ef2711b2b58ae0505cba95d78");
        byte[] signerEphemeral = hex("8d81024fa557ed8b962ed89339213fc65dcbb60c62f4ccca7d042d80d4fe7035");

        byte[] secret = EphemeralKey.fromPrivateKey(sha256("signer eph".getBytes(US_ASCII)))
                .agree(nodeEphemeral);
        SessionKeys keys = KeyDerivation.derive(secret, signerEphemeral, nodeEphemeral);

        assertThat(secret).isEqualTo(hex("6d1751b6d27f289b8365494e6dd92e1669aa4a1846c11ed54074a07e48c3a005"));
        assertThat(keys.challenge()).isEqualTo(hex("cc10516eb637ec9629ab099fcd880b4efe350bbed8c98ce288f0b58b378fd61f"));
        assertThat(keys.sendKey()).isEqualTo(hex("dd230cfa078954c3e2ec6d2a1fb5867c3daaf056977cef6dca26e35728f780f9"));
        assertThat(keys.receiveKey())
                .isEqualTo(hex("baca1f35b0e1b4539bdd9aa97a31960540792d16dd581aa8cfa0ed9136566db6"));
        assertThat(DelimitedMessage.encode(AuthMessage.encode(identity("signer"), keys.challenge())))
                .isEqualTo(hex("660a220a2003b7faf6b30f1a00f039e9425f6ea4dc50338eff6b21ffec7c243b5b4b289f74"
                        + "12407b57ea9511c7958caa96b21de6c141c97dbb960e0b79a6db6c21f48c99a85cc6"
                        + "7dc00c9b26e8df458f4c4da71278dfcb6d0f3d57697591ad583cef155c9a3208"));
        assertThat(DelimitedMessage.encode(AuthMessage.encode(identity("node"), keys.challenge())))
                .isEqualTo(hex("660a220a20e32c18b433232c0bad50a3fa856673a3dab62422ab2ef90462d817176d958923"
                        + "1240965b7c178b584d31971d9bfcc6b3fdd4fc5b4f3ef360951c19232b0dc2c1f4bb"
                        + "a43c1bb7535b1218326decddd9f371e67c2364f3810bd7131d0fada035c3b50f"));
    }

    private static void assertFrame(byte[] frame, String first, String tag, String digest) throws Exception {
        assertThat(frame).hasSize(1044).startsWith(hex(first)).endsWith(hex(tag));
        assertThat(sha256(frame)).isEqualTo(hex(digest));
    }

    private static SecretConnection end(String name) {
        return new SecretConnection(
                identity(name), EphemeralKey.fromPrivateKey(sha256((name + " eph").getBytes(US_ASCII))));
    }

    private static IdentityKey identity(String name) {
        return IdentityKey.fromSeed(sha256((name + " identity").getBytes(US_ASCII)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
