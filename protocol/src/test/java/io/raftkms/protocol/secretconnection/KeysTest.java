package io.raftkms.protocol.secretconnection;

import static io.raftkms.protocol.secretconnection.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity and ephemeral keys. */
class KeysTest {
    /** RFC 8032, section 7.1, test 2. */
    private static final byte[] SEED = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

    @Test
    void identityKeySignsAsInRfc8032() {
        IdentityKey key = IdentityKey.fromSeed(SEED);

        assertThat(key.publicKey()).isEqualTo(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        assertThat(key.sign(new byte[] {0x72}))
                .isEqualTo(hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    }

    @Test
    void generatedIdentityKeySignsWhatTheJdkVerifies() throws Exception {
        byte[] x509Prefix = hex("302a300506032b6570032100");
        IdentityKey key = IdentityKey.generate(new SecureRandom());
        byte[] message = {1, 2, 3};

        byte[] signature = key.sign(message);

        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Vectors.concat(x509Prefix, key.publicKey()))));
        verifier.update(message);
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(IdentityKey.generate(new SecureRandom()).publicKey()).isNotEqualTo(key.publicKey());
    }

    @Test
    void identityKeyKeepsItsOwnCopyOfTheSeed() {
        byte[] seed = SEED.clone();
        IdentityKey key = IdentityKey.fromSeed(seed);
        byte[] before = key.sign(new byte[1]);

        seed[0] ^= 1;
        key.publicKey()[0] ^= 1;

        assertThat(key.sign(new byte[1])).isEqualTo(before);
    }

    @Test
    void destroyedIdentityKeySignsNothing() {
        IdentityKey key = IdentityKey.fromSeed(SEED);

        key.destroy();

        assertThat(key.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> key.sign(new byte[1]));
        assertThat(key.nodeId()).isEqualTo(IdentityKey.fromSeed(SEED).nodeId());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void keysHave32Bytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityKey.fromSeed(new byte[length]));
        assertThatIllegalArgumentException().isThrownBy(() -> EphemeralKey.fromPrivateKey(new byte[length]));
        assertThatIllegalArgumentException().isThrownBy(() -> NodeId.of(new byte[length]));
    }

    @Test
    void generatedEphemeralKeysAgree() throws Exception {
        SecureRandom random = new SecureRandom();
        EphemeralKey one = EphemeralKey.generate(random);
        EphemeralKey other = EphemeralKey.generate(random);

        byte[] secret = one.agree(other.publicKey());

        assertThat(other.agree(one.publicKey())).isEqualTo(secret);
        assertThat(one.isDestroyed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> one.agree(other.publicKey()));
    }

    @Test
    void ephemeralKeyIsWipedAlsoWhenTheAgreementFails() {
        EphemeralKey key = EphemeralKey.generate(new SecureRandom());

        assertThat(catchThrowable(() -> key.agree(new byte[32]))).isInstanceOf(SecretConnectionException.class);

        assertThat(key.isDestroyed()).isTrue();
    }
}
