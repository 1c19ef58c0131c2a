package io.raftkms.signer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.home.CertificateAuthority;
import io.raftkms.signer.home.Credential;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedBundleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final MemberId MEMBER = new MemberId("a", "0123456789abcdef");
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());

    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority = authority("cluster-1");
    private final LedgerState ledger = ledger();

    @Test
    void bundleIsReadBackAsItWasSigned() throws Exception {
        Bundle read = SignedBundle.verify(
                signed(authority, "cluster-1", NOW), authority.own().certificate());

        assertThat(read.state()).isEqualTo(ledger);
        assertThat(read.index()).isEqualTo(42);
        assertThat(read.member()).isEqualTo(MEMBER.toString());
        assertThat(read.use()).startsWith("not for another signer");
        assertThat(read.keys()).singleElement().satisfies(key -> {
            assertThat(key.mark()).isEqualTo(HeightRoundStep.endOf(7).toString());
            assertThat(key.use()).isEqualTo("not for another signer");
        });
    }

    @Test
    void everyChangedByteOfTheStatementIsNoticed() throws Exception {
        byte[] file = signed(authority, "cluster-1", NOW);
        int end = new String(file, StandardCharsets.ISO_8859_1).indexOf('\n');

        for (int i = 0; i < end; i++) {
            byte[] changed = file.clone();
            changed[i] ^= 1;
            assertThatIllegalArgumentException()
                    .as("byte %d", i)
                    .isThrownBy(
                            () -> SignedBundle.verify(changed, authority.own().certificate()));
        }
    }

    @Test
    void bundleOfAnotherClusterIsRefused() throws Exception {
        byte[] file = signed(authority, "cluster-1", NOW);
        CertificateAuthority other = authority("cluster-1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedBundle.verify(file, other.own().certificate()))
                .withMessageContaining("not from this CA");
        byte[] claimed = signed(authority, "cluster-2", NOW);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedBundle.verify(claimed, authority.own().certificate()))
                .withMessageContaining("cluster-2");
    }

    @Test
    void certificateMustHaveBeenValidWhenTheBundleWasMade() throws Exception {
        byte[] file = signed(authority, "cluster-1", NOW.plus(Duration.ofDays(800)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedBundle.verify(file, authority.own().certificate()))
                .withMessageContaining("not valid");
    }

    @Test
    void otherFilesAreNoBundle() {
        for (String content : new String[] {"", "{}", "{}\n{}\n", "\n\n", "null\nnull", "x\ny"}) {
            assertThatIllegalArgumentException()
                    .as("content %s", content)
                    .isThrownBy(() -> SignedBundle.verify(
                            content.getBytes(StandardCharsets.UTF_8),
                            authority.own().certificate()));
        }
    }

    private byte[] signed(CertificateAuthority by, String clusterId, Instant at) throws Exception {
        Credential credential = by.issue(MEMBER, "127.0.0.1", Duration.ofDays(730));
        Bundle bundle = Bundle.of(clusterId, MEMBER.toString(), at, 42, ledger);
        return SignedBundle.sign(bundle, credential.certificate(), credential.key(), random);
    }

    private CertificateAuthority authority(String clusterId) {
        return CertificateAuthority.create(clusterId, Clock.fixed(NOW, ZoneOffset.UTC), random, Duration.ofDays(3650));
    }

    private static LedgerState ledger() {
        FakeMember member = new FakeMember();
        member.commit(new Command.Enrol(KEY, new Enrolment.Floor(HeightRoundStep.endOf(7), Optional.empty())));
        return member.ledger();
    }
}
