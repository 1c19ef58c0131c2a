package io.raftkms.signer.node;

import io.raftkms.consensus.raft.CertificateFacts;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.message.MessageCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of the end of this member's certificate and of the CA's: in the log once for each limit passed, in status and
 * metrics as long as it is so. It changes nothing; connections that stand go on past the end.
 */
final class CertificateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long LOOK_MINUTES = 10;

    /** Days before the end, each a warning of its own; 0 is the end. */
    private static final List<Long> LIMITS = List.of(0L, 1L, 7L, 30L);

    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final MemberCertificates certificates;
    private final Clock clock;
    private final Map<String, Long> told = new HashMap<>();

    /**
     * @param scheduler looks regularly; not shut down here
     */
    CertificateWatch(MemberCertificates certificates, Clock clock, ScheduledExecutorService scheduler) {
        this.certificates = certificates;
        this.clock = clock;
        scheduler.scheduleWithFixedDelay(this::look, 0, LOOK_MINUTES, TimeUnit.MINUTES);
    }

    /** What the member tells about it. */
    MemberFacts.Certificate facts() {
        CertificateFacts own = certificates.own();
        CertificateFacts authority = authority();
        String warning = warning("the certificate of this member", own);
        return new MemberFacts.Certificate(
                own.serial(),
                own.until().toString(),
                authority.until().toString(),
                warning != null ? warning : warning("the certificate of the cluster's CA", authority));
    }

    /** Seconds until this member's certificate ends; negative after it. */
    long ownSecondsLeft() {
        return left(certificates.own()).toSeconds();
    }

    /** As {@link #ownSecondsLeft}, of the CA that is valid longest. */
    long authoritySecondsLeft() {
        return left(authority()).toSeconds();
    }

    private synchronized void look() {
        try {
            tell("the certificate of this member", certificates.own());
            tell("the certificate of the cluster's CA", authority());
        } catch (RuntimeException defect) {
            LOG.error("the watch over certificates failed and looks again", defect);
        }
    }

    private void tell(String what, CertificateFacts certificate) {
        long limit = limit(certificate);
        Long before = told.put(certificate.serial(), limit);
        if (limit != NO_LIMIT && (before == null || limit < before)) {
            LOG.warn(warning(what, certificate));
        }
    }

    /** Null while there is time. */
    private String warning(String what, CertificateFacts certificate) {
        if (limit(certificate) == NO_LIMIT) {
            return null;
        }
        long days = left(certificate).toDays();
        String when = left(certificate).isNegative()
                ? "ended at " + certificate.until() + ": no new connection can be made"
                : "ends at " + certificate.until() + ", in " + days + " days";
        return MessageCode.CERTIFICATE_ENDS_SOON + " " + what + " (serial number " + certificate.serial() + ") " + when;
    }

    private long limit(CertificateFacts certificate) {
        Duration left = left(certificate);
        for (long days : LIMITS) {
            if (left.compareTo(Duration.ofDays(days)) <= 0) {
                return days;
            }
        }
        return NO_LIMIT;
    }

    private Duration left(CertificateFacts certificate) {
        return Duration.between(now(), certificate.until());
    }

    private Instant now() {
        return clock.instant();
    }

    private CertificateFacts authority() {
        return certificates.authorities().stream()
                .max(Comparator.comparing(CertificateFacts::until))
                .orElseThrow();
    }
}
