package io.raftkms.chaos.teeth;

import java.util.List;
import java.util.Set;

/** Variants that release what they should not, or not yet. */
final class ReleaseVariants {
    private static final String SIGNATURES = "signer-node/src/main/java/io/raftkms/signer/signature/";
    private static final String LEADER = SIGNATURES + "LeaderSigning.java";
    private static final String SUBMISSION =
            "consensus/src/main/java/io/raftkms/consensus/raft/InProcessSubmission.java";
    private static final String SUBMIT =
            "return member.submit(new Command.Reserve(request.key(), request.reservation()))";
    private static final String DECIDED = "io.raftkms.consensus.rule.DoubleSignRule.decide("
            + "ledger.version(), ledger.key(request.key()), request.reservation())";

    private ReleaseVariants() {}

    static List<Variant> all() {
        Scene alone = new LeaderAlone();
        Scene atOnce = new AskedAtOnce();
        return List.of(
                new Variant(
                        "signs-before-commit",
                        "the reservation is submitted, and not waited for",
                        List.of(beforeCommit()),
                        alone,
                        Set.of("S1", "S2")),
                new Variant(
                        "stale-leader",
                        "without a commit the leader decides by what it has in its own memory",
                        List.of(fromMemory()),
                        alone,
                        Set.of("S1", "S2")),
                new Variant(
                        "decides-before-log",
                        "the commit is waited for, but what counts is what the leader had decided when it was asked",
                        List.of(beforeLog()),
                        atOnce,
                        Set.of("S1")),
                new Variant(
                        "retry-cache",
                        "requests for one place have one call id: Ratis answers the second by the outcome of the first",
                        cachedByPosition(),
                        atOnce,
                        Set.of("S6")),
                new Variant(
                        "extension-alone",
                        "an extension is signed beside a precommit for nil, at the request and at the release",
                        extensionForNil(),
                        new AskedAgain(),
                        Set.of("S7")));
    }

    /** Submits, and does not wait for what comes of it. */
    private static Edit beforeCommit() {
        return new Edit(LEADER, SUBMIT, """
                member.submit(new Command.Reserve(request.key(), request.reservation()));
                return CompletableFuture.<Submission>completedFuture(
                        new Submission.Applied(new Answer.Decided(%s), 0, 0))""".formatted(DECIDED));
    }

    /** Without a commit, as a leader that is cut off, it decides by what it holds itself. */
    private static Edit fromMemory() {
        return new Edit(LEADER, "return notNow(none.reason());", """
                LedgerState ledger = member.ledger();
                return release.of(request, %s, remaining);""".formatted(DECIDED));
    }

    /** Waits for the commit, and then goes by what it had decided when it was asked. */
    private static Edit beforeLog() {
        return new Edit(LEADER, SUBMIT, SUBMIT + """
                        .<Submission>thenApply(outcome -> outcome instanceof Submission.Applied
                                ? new Submission.Applied(new Answer.Decided(%s), 0, 0)
                                : outcome)""".formatted(DECIDED));
    }

    /** Requests for one place have one call id, so Ratis takes the second for a retry of the first. */
    private static List<Edit> cachedByPosition() {
        return List.of(
                new Edit(
                        SUBMISSION, "return submit(CommandCodec.encode(new Entry(version.getAsInt(), command)));", """
                        byte[] entry = CommandCodec.encode(new Entry(version.getAsInt(), command));
                        if (command instanceof Command.Reserve reserve) {
                            var at = reserve.reservation().at();
                            return submit(
                                    entry, (1L << 40) + at.height() * 1000 + at.round() * 10 + at.step().ordinal());
                        }
                        return submit(entry);"""),
                new Edit(SUBMISSION, "CompletableFuture<Submission> submit(byte[] entry) {", """
                        CompletableFuture<Submission> submit(byte[] entry) {
                            return submit(entry, nextCallId.getAndIncrement());
                        }

                        private CompletableFuture<Submission> submit(byte[] entry, long callId) {"""),
                new Edit(SUBMISSION, ".setCallId(nextCallId.getAndIncrement())", ".setCallId(callId)"));
    }

    /** Also what stands behind it: at the release an extension needs a precommit for a block. */
    private static List<Edit> extensionForNil() {
        return List.of(
                new Edit(
                        SIGNATURES + "SigningRequest.java",
                        "at.step() == Step.PRECOMMIT && !vote.blockId().isNil() && !request.skipExtensionSigning()",
                        "at.step() == Step.PRECOMMIT && !request.skipExtensionSigning()"),
                new Edit(
                        SIGNATURES + "Release.java",
                        "if (extension.isPresent() && !isPrecommitForBlock(message.get())) {",
                        "if (extension.isPresent() && request.extensionBytes().isEmpty()) {"));
    }
}
