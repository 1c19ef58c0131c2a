package io.raftkms.chaos.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A judgement for people and for programs. */
public final class Report {
    private static final int SHOWN = 20;

    private final Judgement judgement;

    public Report(Judgement judgement) {
        this.judgement = judgement;
    }

    /** A few lines; the last one is the verdict. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "votes and proposals asked for  %d", judgement.requests());
        line(text, "signed                         %d", judgement.signatures());
        line(text, "refused                        %d", judgement.refusals().size());
        line(text, "lost                           %d", judgement.lost().size());
        line(text, "never answered                 %d", judgement.unanswered().size());
        line(text, "p50 / p99 / max                %s / %s / %s", ms(0.5), ms(0.99), ms(1));
        judgement.lost().stream().limit(SHOWN).forEach(seen -> line(text, "  lost: %s", seen));
        judgement.unanswered().stream().limit(SHOWN).forEach(seen -> line(text, "  never answered: %s", seen));
        judgement.violations().stream()
                .limit(SHOWN)
                .forEach(broken -> line(
                        text,
                        "  %s broken (%s) at %s: %s [%s]",
                        broken.promise(),
                        broken.promise().broken(),
                        broken.at(),
                        broken.what(),
                        String.join(", ", broken.sources())));
        line(text, "%s", verdict());
        return text.toString();
    }

    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("holds", judgement.holds());
        root.put("requests", judgement.requests());
        root.put("signatures", judgement.signatures());
        root.put("refusals", judgement.refusals().size());
        list(root.putArray("lost"), judgement.lost());
        list(root.putArray("unanswered"), judgement.unanswered());
        ObjectNode latency = root.putObject("latency_ms");
        latency.put("p50", millis(judgement.latency(0.5)));
        latency.put("p99", millis(judgement.latency(0.99)));
        latency.put("max", millis(judgement.latency(1)));
        ArrayNode gaps = root.putArray("gaps");
        for (Judgement.Gap gap : judgement.gaps()) {
            gaps.addObject()
                    .put("ms", millis(gap.length()))
                    .put("until", gap.until().at().toString())
                    .put("end", gap.until().endNanos());
        }
        ArrayNode violations = root.putArray("violations");
        for (Violation broken : judgement.violations()) {
            ObjectNode node = violations.addObject();
            node.put("promise", broken.promise().name());
            node.put("at", broken.at().toString());
            node.put("what", broken.what());
            broken.sources().forEach(node.putArray("sources")::add);
        }
        return root.toPrettyString() + "\n";
    }

    private String verdict() {
        if (judgement.holds()) {
            return "HOLDS: no height/round/step was signed twice";
        }
        return judgement.violations().isEmpty()
                ? "EMPTY: nothing was signed, so nothing was shown"
                : "BROKEN: " + judgement.violations().size() + " violations";
    }

    private static void list(ArrayNode array, List<Observation> observations) {
        observations.forEach(seen -> array.add(seen.toString()));
    }

    private String ms(double quantile) {
        return String.format(Locale.ROOT, "%.1f ms", millis(judgement.latency(quantile)));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
