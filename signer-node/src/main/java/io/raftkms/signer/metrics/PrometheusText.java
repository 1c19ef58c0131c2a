package io.raftkms.signer.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The registry in the Prometheus text format, version 0.0.4. Names in the registry are whole series as {@link Series}
 * writes them. Timers become summaries in seconds; gauges that are no numbers are left out.
 */
public final class PrometheusText {
    /** Content type of the format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] QUANTILES = {0.5, 0.99, 1.0};
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private PrometheusText() {}

    /** All metrics, sorted by family, each family with its type line. */
    public static String of(MetricRegistry registry) {
        SortedMap<String, StringBuilder> families = new TreeMap<>();
        new TreeMap<>(registry.getMetrics()).forEach((name, metric) -> append(families, name, metric));
        StringBuilder text = new StringBuilder();
        families.values().forEach(text::append);
        return text.toString();
    }

    private static void append(Map<String, StringBuilder> families, String name, Metric metric) {
        Series series = Series.parse(name);
        if (metric instanceof Counter counter) {
            family(families, series, "counter")
                    .append(series)
                    .append(' ')
                    .append(counter.getCount())
                    .append('\n');
        } else if (metric instanceof SummingTimer timer) {
            appendSummary(family(families, series, "summary"), series, timer);
        } else if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number value) {
            family(families, series, "gauge")
                    .append(series)
                    .append(' ')
                    .append(value)
                    .append('\n');
        }
    }

    private static StringBuilder family(Map<String, StringBuilder> families, Series series, String type) {
        return families.computeIfAbsent(
                series.family(), family -> new StringBuilder("# TYPE " + family + " " + type + "\n"));
    }

    private static void appendSummary(StringBuilder text, Series series, SummingTimer timer) {
        Snapshot snapshot = timer.getSnapshot();
        for (double quantile : QUANTILES) {
            text.append(series.with("quantile", Double.toString(quantile)))
                    .append(' ')
                    .append(snapshot.getValue(quantile) / NANOS_PER_SECOND)
                    .append('\n');
        }
        text.append(series.suffixed("_sum"))
                .append(' ')
                .append(timer.sumNanos() / NANOS_PER_SECOND)
                .append('\n');
        text.append(series.suffixed("_count"))
                .append(' ')
                .append(timer.getCount())
                .append('\n');
    }
}
