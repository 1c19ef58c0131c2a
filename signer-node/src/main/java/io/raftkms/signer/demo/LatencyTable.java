package io.raftkms.signer.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Latencies by what was asked for, as a table. */
final class LatencyTable {
    private LatencyTable() {}

    static void print(Map<String, BenchReport.Latency> types, PrintWriter out) {
        out.println(String.format(Locale.ROOT, "%-10s %8s %10s %10s %10s", "", "count", "p50 ms", "p99 ms", "max ms"));
        types.forEach((type, latency) -> out.println(String.format(
                Locale.ROOT,
                "%-10s %8d %10.2f %10.2f %10.2f",
                type,
                latency.count(),
                latency.p50Ms(),
                latency.p99Ms(),
                latency.maxMs())));
    }
}
