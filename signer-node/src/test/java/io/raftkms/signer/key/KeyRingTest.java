package io.raftkms.signer.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.protocol.files.PrivValidatorKeyFile;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    @TempDir
    private Path dir;

    private final SoftsignKeyFile files = new SoftsignKeyFile(new SecretFile(ProcessGroups.ofThisProcess()));
    private final SecretSeed first = ConsensusKeyTest.seed("11".repeat(32));
    private final SecretSeed second = ConsensusKeyTest.seed("22".repeat(32));
    private Path a;
    private Path b;

    @BeforeEach
    void createKeyFiles() throws Exception {
        a = dir.resolve("a.key");
        b = dir.resolve("b.json");
        files.create(a, first);
        Files.write(b, new PrivValidatorKeyFile(second.ed25519PublicKey(), second).encode());
        Files.setPosixFilePermissions(b, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void findsTheOnlyKeyOfAChain() throws Exception {
        try (KeyRing ring = load(entry(a, "chain-1", "chain-2"), jsonEntry(b, "chain-3"))) {
            assertThat(ring.only("chain-1").publicKey()).isEqualTo(first.ed25519PublicKey());
            assertThat(ring.only("chain-2")).isSameAs(ring.only("chain-1"));
            assertThat(ring.only("chain-3").publicKey()).isEqualTo(second.ed25519PublicKey());
            assertThat(ring.keys()).hasSize(2);
            assertThat(ring.find("chain-1", first.ed25519PublicKey())).isPresent();
            assertThat(ring.find("chain-1", second.ed25519PublicKey())).isEmpty();
        }
    }

    @Test
    void severalKeysOfAChainNeedAChoice() throws Exception {
        try (KeyRing ring = load(entry(a, "chain-1"), jsonEntry(b, "chain-1"))) {
            KeyFaultException e = refused(() -> ring.only("chain-1"));

            assertThat(e.fault()).isEqualTo(KeyFault.KEY_AMBIGUOUS);
            assertThat(e)
                    .hasMessageContaining("a.key")
                    .hasMessageContaining("b.json")
                    .hasMessageContaining("key = ");
            assertThat(ring.keysOf("chain-1")).hasSize(2);
            assertThat(ring.chosen("chain-1", b).publicKey()).isEqualTo(second.ed25519PublicKey());
        }
    }

    @Test
    void chainWithoutKeyAndForeignChoiceAreNamed() throws Exception {
        try (KeyRing ring = load(entry(a, "chain-1"))) {
            assertThat(refused(() -> ring.only("chain-2")).fault()).isEqualTo(KeyFault.KEY_NOT_CONFIGURED);
            KeyFaultException e = refused(() -> ring.chosen("chain-1", b));
            assertThat(e.fault()).isEqualTo(KeyFault.KEY_NOT_CONFIGURED);
            assertThat(e).hasMessageContaining("a.key");
            assertThat(ring.keysOf("chain-2")).isEmpty();
        }
    }

    @Test
    void sameKeyTwiceForAChainIsRefused() throws Exception {
        Path copy = dir.resolve("copy.key");
        files.create(copy, first);

        KeyFaultException e = refused(() -> load(entry(a, "chain-1"), entry(copy, "chain-1")));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_DUPLICATE);
        assertThat(e).hasMessageContaining("a.key").hasMessageContaining("copy.key");
    }

    @Test
    void sameKeyForTwoChainsIsOneKey() throws Exception {
        Path copy = dir.resolve("copy.key");
        files.create(copy, first);

        try (KeyRing ring = load(entry(a, "chain-1"), entry(copy, "chain-2"))) {
            assertThat(ring.only("chain-1")).isSameAs(ring.only("chain-2"));
            assertThat(ring.keys()).hasSize(1);
        }
    }

    @Test
    void oneUnusableFileRefusesTheRing() {
        KeyFaultException e = refused(() -> load(entry(a, "chain-1"), entry(b, "chain-2")));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_DAMAGED);
        assertThat(e).hasMessageContaining("b.json");
    }

    private KeyRing load(SoftsignEntry... entries) throws KeyFaultException {
        return KeyRing.load(List.of(entries), files);
    }

    private static SoftsignEntry entry(Path file, String... chainIds) {
        return new SoftsignEntry(List.of(chainIds), SoftsignFormat.BASE64, file);
    }

    private static SoftsignEntry jsonEntry(Path file, String... chainIds) {
        return new SoftsignEntry(List.of(chainIds), SoftsignFormat.JSON, file);
    }

    private static KeyFaultException refused(ThrowingCallable call) {
        return catchThrowableOfType(KeyFaultException.class, call);
    }
}
