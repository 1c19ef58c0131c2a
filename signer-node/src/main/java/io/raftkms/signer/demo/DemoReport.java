package io.raftkms.signer.demo;

import io.raftkms.signer.admin.AdminJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What {@code demo} shows at the end.
 *
 * @param killed the leader that was killed
 * @param gapMs from the kill to the end of the next signature
 * @param checked signatures that the offline check looked at
 * @param violations what it found
 */
public record DemoReport(
        BenchReport load,
        String killed,
        double gapMs,
        String fileSystem,
        double fsyncP50Ms,
        int checked,
        List<String> violations) {
    /** Whether all of it held. */
    public boolean held() {
        return load.complete() && violations.isEmpty() && checked == load.signed() && checked > 0;
    }

    /** A table for people. */
    public void print(PrintWriter out) {
        BenchReport.Latency all = load.types().get("all");
        row(out, "votes and proposals signed", Integer.toString(load.signed()));
        row(out, "latency p50 / p99 / max", ms(all.p50Ms()) + " / " + ms(all.p99Ms()) + " / " + ms(all.maxMs()));
        row(out, "leader killed (kill -9)", killed);
        row(out, "gap at the failover", ms(gapMs));
        row(out, "votes lost", Long.toString(load.refused() + load.invalid() + load.lost()));
        row(out, "file system, fsync p50", fileSystem + ", " + ms(fsyncP50Ms));
        row(
                out,
                "offline check",
                violations.isEmpty()
                        ? checked + " signatures, no height/round/step signed twice, all verify"
                        : violations.size() + " violations");
        violations.forEach(violation -> out.println("    " + violation));
    }

    /** The same as JSON. */
    public String json() {
        return AdminJson.text(this);
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }

    private static void row(PrintWriter out, String what, String value) {
        out.println(String.format(Locale.ROOT, "  %-28s %s", what, value));
    }
}
