package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.raftkms.consensus.raft.CertificateFacts;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.ManualScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CertificateWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /**
     * A look at the certificate.
     *
     * @param left until its end
     * @param news what is said for the first time, empty for nothing
     */
    private record Look(Duration left, String news) {
        private static Look at(Duration left, String news) {
            return new Look(left, news);
        }

        private static Look without(Duration left) {
            return new Look(left, "");
        }
    }

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final List<Look> LOOKS = List.of(
            Look.without(Duration.ofDays(31)),
            Look.without(Duration.ofDays(30).plus(MOMENT)),
            Look.at(Duration.ofDays(30), "in 30 days"),
            Look.without(Duration.ofDays(29)),
            Look.without(Duration.ofDays(7).plus(MOMENT)),
            Look.at(Duration.ofDays(7), "in 7 days"),
            Look.without(Duration.ofDays(6)),
            Look.without(Duration.ofDays(1).plus(MOMENT)),
            Look.at(Duration.ofDays(1), "in 1 days"),
            Look.without(Duration.ofHours(1)),
            Look.at(MOMENT.negated(), "ended at"),
            Look.without(Duration.ofDays(-1)));

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
    void eachLimitIsOneWarningAndNothingIsSaidBetween() {
        Duration whole = Duration.ofDays(31);
        MovingClock clock = new MovingClock();
        ManualScheduler scheduler = new ManualScheduler();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(CertificateWatch.class);
        lines.start();
        logger.addAppender(lines);
        try {
            watch(whole, Duration.ofDays(1000), clock, scheduler);
            for (Look look : LOOKS) {
                clock.now = NOW.plus(whole).minus(look.left());
                lines.list.clear();
                scheduler.tick();
                scheduler.tick();
                assertThat(lines.list)
                        .as("said %s before the end", look.left())
                        .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
                        .allMatch(line -> line.startsWith("WARN RK-1704 ") && line.contains(look.news()))
                        .hasSize(look.news().isEmpty() ? 0 : 1);
            }
        } finally {
            logger.detachAppender(lines);
        }
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
        CertificateWatch watch = watch(own, authority, new MovingClock(), scheduler);
        scheduler.tick();
        return watch;
    }

    private static CertificateWatch watch(
            Duration own, Duration authority, Clock clock, ScheduledExecutorService scheduler) {
        Fixed certificates =
                new Fixed(facts("abc", own), List.of(facts("1", Duration.ofDays(-1)), facts("2", authority)));
        return new CertificateWatch(certificates, clock, scheduler);
    }

    private static CertificateFacts facts(String serial, Duration left) {
        return new CertificateFacts("CN=a", serial, "00", NOW.minus(Duration.ofDays(400)), NOW.plus(left));
    }

    /** Stands still until it is set. */
    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
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
