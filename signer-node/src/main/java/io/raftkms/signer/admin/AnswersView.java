package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.metrics.RecentAnswers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The last answers of all members. A member asks the others by their status call, with a word in it that older programs do
 * not look at: those answer with their facts, and count as not telling.
 */
public final class AnswersView {
    private static final byte[] QUESTION = "answers".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PEER_ANSWER = Duration.ofMillis(500);

    private final ClusterMember member;
    private final RecentAnswers recent;
    private final String start = UUID.randomUUID().toString();

    public AnswersView(ClusterMember member, RecentAnswers recent) {
        this.member = member;
        this.recent = recent;
    }

    /** Whether a status call asks for answers. */
    public static boolean isAskedBy(byte[] request) {
        return Arrays.equals(request, QUESTION);
    }

    /** This member's, in the form that the others read. */
    public byte[] forPeers() {
        return AdminJson.bytes(own());
    }

    /** Asks every other member; completes within half a second and a little. */
    public CompletableFuture<AnswersReport> report() {
        List<CompletableFuture<Arrived>> asked = member.status().members().stream()
                .map(GroupStatus.Member::id)
                .map(this::of)
                .toList();
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> new AnswersReport(
                        asked.stream().map(one -> one.join().now()).toList()));
    }

    /** When a member's answers came, so that their ages can be brought up to the moment of the report. */
    private record Arrived(AnswersReport.Member told, long atNanos) {
        AnswersReport.Member now() {
            return told.aged(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - atNanos));
        }
    }

    private CompletableFuture<Arrived> of(MemberId id) {
        if (id.equals(member.self())) {
            return CompletableFuture.completedFuture(new Arrived(own(), System.nanoTime()));
        }
        return member.callStatus(id, QUESTION, PEER_ANSWER)
                .thenApply(bytes -> AdminJson.read(bytes, AnswersReport.Member.class))
                .handle((told, failure) -> new Arrived(
                        failure != null || told.start() == null || told.answers() == null
                                ? new AnswersReport.Member(id.name(), null, List.of())
                                : told,
                        System.nanoTime()));
    }

    private AnswersReport.Member own() {
        long now = System.nanoTime();
        return new AnswersReport.Member(
                member.self().name(),
                start,
                recent.latest().stream()
                        .map(one -> new AnswersReport.Answer(
                                one.number(),
                                TimeUnit.NANOSECONDS.toMicros(now - one.endNanos()),
                                one.took().toNanos() / 1000,
                                one.signed()))
                        .toList());
    }
}
