package io.raftkms.signer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.Outcome;
import io.raftkms.signer.link.Requests;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final LinkId LINK = new LinkId(Requests.CHAIN, "tcp://10.0.0.1:26658");
    private static final PrivvalRequest VOTE = Requests.request(Requests.prevote(5));

    private final MetricRegistry registry = new MetricRegistry();
    private final SignerMetrics metrics = new SignerMetrics(registry);

    @Test
    void countsAnswersByChainNodeKindAndOutcome() {
        metrics.answered(LINK, VOTE, Outcome.REFUSED, "conflict", Duration.ofMillis(1));
        metrics.answered(LINK, VOTE, Outcome.REFUSED, "conflict", Duration.ofMillis(1));
        metrics.answered(LINK, new PrivvalRequest.Ping(), Outcome.PONG, "", Duration.ZERO);

        assertThat(lines())
                .containsExactly(
                        "# TYPE raftkms_requests_total counter",
                        "raftkms_requests_total{chain=\"test-chain\",validator=\"tcp://10.0.0.1:26658\","
                                + "kind=\"ping\",outcome=\"pong\"} 1",
                        "raftkms_requests_total{chain=\"test-chain\",validator=\"tcp://10.0.0.1:26658\","
                                + "kind=\"prevote\",outcome=\"refused\"} 2");
    }

    @Test
    void timesSignaturesInSeconds() {
        metrics.answered(LINK, VOTE, Outcome.SIGNED, "", Duration.ofMillis(2));
        metrics.answered(LINK, VOTE, Outcome.SIGNED, "", Duration.ofMillis(4));

        assertThat(lines())
                .contains(
                        "# TYPE raftkms_sign_seconds summary",
                        "raftkms_sign_seconds{chain=\"test-chain\",kind=\"prevote\",quantile=\"1.0\"} 0.004",
                        "raftkms_sign_seconds_sum{chain=\"test-chain\",kind=\"prevote\"} 0.006",
                        "raftkms_sign_seconds_count{chain=\"test-chain\",kind=\"prevote\"} 2");
    }

    @Test
    void readsGaugesWhenAskedAndShowsZero() {
        int[] value = {0};
        metrics.gauge(Series.of("raftkms_leader"), () -> value[0]);
        assertThat(lines()).containsExactly("# TYPE raftkms_leader gauge", "raftkms_leader 0");

        value[0] = 1;
        assertThat(lines()).contains("raftkms_leader 1");
    }

    @Test
    void escapesWhatWouldEndALabelOrALine() {
        registry.counter(Series.of("odd_total").with("name", "a\"b\\c\nd").toString());

        assertThat(lines()).contains("odd_total{name=\"a\\\"b\\\\c\\nd\"} 0");
    }

    @Test
    void everyFamilyHasOneTypeLineBeforeItsSeries() {
        metrics.answered(LINK, VOTE, Outcome.SIGNED, "", Duration.ofMillis(2));
        metrics.answered(LINK, Requests.request(Requests.proposal(5)), Outcome.SIGNED, "", Duration.ofMillis(2));
        metrics.gauge(Series.of("raftkms_term"), () -> 3);

        assertThat(lines().stream().filter(line -> line.startsWith("# TYPE")))
                .containsExactly(
                        "# TYPE raftkms_requests_total counter",
                        "# TYPE raftkms_sign_seconds summary",
                        "# TYPE raftkms_term gauge");
    }

    private List<String> lines() {
        return PrometheusText.of(registry).lines().toList();
    }
}
