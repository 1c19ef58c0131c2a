package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.CertificateFacts;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.ManualScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void saysNothingWhileThereIsTime() {
        assertThat(warning(Duration.ofDays(31), Duration.ofDays(1000))).isNull();
    }

    @Test
    void warnsOfTheMembersOwnCertificate() {
        assertThat(warning(Duration.ofDays(30), Duration.ofDays(1000)))
                .isEqualTo("RK-1704 the certificate of this member (serial number abc) ends at 2026-12-22T12:00:00Z,"
                        + " in 30 days");
    }

    @Test
    void warnsOfTheAuthorityThatIsValidLongest() {
        assertThat(warning(Duration.ofDays(31), Duration.ofDays(7)))
                .contains("the certificate of the cluster's CA", "in 7 days");
    }

    @Test
    void saysWhatTheEndMeans() {
        assertThat(warning(Duration.ofSeconds(-1), Duration.ofDays(7)))
                .contains("ended at 2026-11-22T11:59:59Z: no new connection can be made");
    }

    @Test
    void metricsCountDown() {
        CertificateWatch watch = watch(Duration.ofSeconds(-5), Duration.ofMinutes(1));

        assertThat(watch.ownSecondsLeft()).isEqualTo(-5);
        assertThat(watch.authoritySecondsLeft()).isEqualTo(60);
    }

    private static String warning(Duration own, Duration authority) {
        return watch(own, authority).facts().warning();
    }

    private static CertificateWatch watch(Duration own, Duration authority) {
        ManualScheduler scheduler = new ManualScheduler();
        CertificateWatch watch = new CertificateWatch(
                new Fixed(facts("abc", own), List.of(facts("1", Duration.ofDays(-1)), facts("2", authority))),
                Clock.fixed(NOW, ZoneOffset.UTC),
                scheduler);
        scheduler.tick();
        return watch;
    }

    private static CertificateFacts facts(String serial, Duration left) {
        return new CertificateFacts("CN=a", serial, "00", NOW.minus(Duration.ofDays(400)), NOW.plus(left));
    }

    /** Certificates that do not change. */
    private record Fixed(CertificateFacts own, List<CertificateFacts> authorities) implements MemberCertificates {
        @Override
        public List<String> revoked() {
            return List.of();
        }

        @Override
        public Optional<Runnable> prepareReload() {
            return Optional.empty();
        }

        @Override
        public CertificateFacts handshakeWith(MemberSettings.Member member, Duration limit) {
            return own;
        }
    }
}
