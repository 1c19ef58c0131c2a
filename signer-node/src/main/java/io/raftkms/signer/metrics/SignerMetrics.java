package io.raftkms.signer.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.Outcome;
import java.time.Duration;
import java.util.Locale;

/** Counts and times what happens on links. */
public final class SignerMetrics implements LinkEvents {
    private final MetricRegistry registry;

    public SignerMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
        Series labels = Series.of("raftkms_requests_total")
                .with("chain", link.chainId())
                .with("validator", link.validator())
                .with("kind", kind(request))
                .with("outcome", outcome.name().toLowerCase(Locale.ROOT));
        registry.counter(labels.toString()).inc();
        if (outcome == Outcome.SIGNED) {
            Series timer = Series.of("raftkms_sign_seconds")
                    .with("chain", link.chainId())
                    .with("kind", kind(request));
            registry.timer(timer.toString(), SummingTimer::new).update(took);
        }
    }

    /** Adds a number that is read when metrics are asked for. */
    public void gauge(Series series, Gauge<? extends Number> value) {
        registry.gauge(series.toString(), () -> value);
    }

    private static String kind(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignVote vote) {
            return vote.vote().messageType() == 1 ? "prevote" : "precommit";
        }
        if (request instanceof PrivvalRequest.SignProposal) {
            return "proposal";
        }
        return request instanceof PrivvalRequest.PubKey
                ? "public_key"
                : request instanceof PrivvalRequest.Ping ? "ping" : "raw";
    }
}
