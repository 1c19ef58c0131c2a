package io.raftkms.signer.cli.drill;

import java.util.List;

/**
 * What a drill found. The JSON form is final: fields are only ever added.
 *
 * @param schema always {@code raftkms-drill/1}
 * @param startedAt RFC 3339
 * @param kind transfer, step-down or kill
 * @param lateMs an answer that took longer counts as late
 * @param load what the drill's own load saw, null when validator nodes of the operator asked
 * @param verdict {@code held}, {@code late} (votes were late, unanswered or lost) or {@code not recovered}
 * @param toDo what to do now, null when nothing is
 */
public record DrillReport(
        String schema,
        String startedAt,
        String clusterId,
        List<String> members,
        String kind,
        int roundsAsked,
        long lateMs,
        List<Round> rounds,
        Load load,
        String verdict,
        String toDo) {
    static final String HELD = "held";
    static final String LATE = "late";
    static final String NOT_RECOVERED = "not recovered";

    /**
     * One round.
     *
     * @param from who led
     * @param to who leads after it, null if nobody was seen to
     * @param byHand whether a person took the leader away, on another host
     * @param leaderAfterMs until a new leader was seen, as precise as the drill looks; null if none was
     * @param gapMs longest time without a signature around it
     * @param usualPauseMs longest time without one in the minute before: the chain's own pauses are in the gap, too
     * @param longestAnswerMs longest time from a whole request to its signature since
     * @param late answers that took longer than the limit
     * @param unanswered requests that a link was left without an answer to; the node asks again
     * @param recoveredMs until every member was ready and a vote was signed; null if that was not so in time
     */
    public record Round(
            int round,
            String from,
            String to,
            boolean byHand,
            Long leaderAfterMs,
            long gapMs,
            long usualPauseMs,
            long longestAnswerMs,
            long late,
            long unanswered,
            Long recoveredMs) {
        /** Whether nobody had to wait for a vote. */
        boolean good() {
            return recoveredMs != null && late == 0 && unanswered == 0;
        }
    }

    /**
     * The drill's own validator node.
     *
     * @param lost requests that got no signature, over all tries of a node
     * @param longestMs from a request's first try to its signature
     */
    public record Load(String chainId, long firstHeight, int signed, int lost, long longestMs) {}
}
