package io.raftkms.chaos.teeth;

import java.util.List;
import java.util.Set;

/** Variants whose rule decides otherwise. */
final class RuleVariants {
    /** Of the environment. */
    static final String LOCAL_SETTING = "JUMP_LIMIT";

    private static final String RULES = "consensus/src/main/java/io/raftkms/consensus/rule/";
    private static final String RULE = RULES + "DoubleSignRule.java";

    /** A build that knows a second version of entries: its rule refuses more than {@value DifferentRules#NARROW} heights at once. */
    static final List<Edit> SECOND_VERSION = List.of(
            new Edit(RULES + "KnownVersions.java", "return 1;", "return 2;"),
            new Edit(
                    RULE,
                    "state.map(key -> decide(key, request))",
                    "state.map(key -> version > 1 && request.at().height() - key.mark().height() > "
                            + DifferentRules.NARROW
                            + " ? refuse(RefusalReason.BEYOND_JUMP_LIMIT, key) : decide(key, request))"));

    private RuleVariants() {}

    static List<Variant> all() {
        Scene again = new AskedAgain();
        return List.of(
                new Variant(
                        "reuses-new-timestamp",
                        "a vote that was signed before is signed again, with the new time",
                        List.of(requestsOwnBytes()),
                        again,
                        Set.of("S1")),
                new Variant(
                        "reuses-proposals",
                        "a proposal that differs only in time gets the old signature",
                        List.of(proposalsLikeVotes()),
                        again,
                        Set.of("S6")),
                new Variant(
                        "reserve-before-kept",
                        "what is above the mark is reserved before the kept reservations are looked at; nothing holds two"
                                + " reservations of one place apart",
                        reserveFirst(),
                        again,
                        Set.of("S1")),
                new Variant(
                        "local-configuration",
                        "how far a key may jump is read from the member's own surroundings",
                        List.of(localLimit()),
                        new DifferentRules(),
                        Set.of("S1", "S2")),
                new Variant(
                        "older-rule",
                        "one member decides entries of a new version by the rule of the version before",
                        List.of(versionIgnored()),
                        new UpgradedRules(),
                        Set.of("S1", "S2")));
    }

    private static Edit requestsOwnBytes() {
        return new Edit(
                RULE,
                "return new Decision.Reuse(stored.at(), stored.signBytes());",
                "return new Decision.Reuse(stored.at(), request.signBytes());");
    }

    private static Edit proposalsLikeVotes() {
        return new Edit(
                RULE,
                "        return CanonicalMessage.parse(stored.signBytes()).orElse(null) instanceof CanonicalVote first",
                """
                        var one = CanonicalMessage.parse(stored.signBytes()).orElse(null);
                        var other = CanonicalMessage.parse(request.signBytes()).orElse(null);
                        if (one instanceof io.raftkms.protocol.signbytes.CanonicalProposal kept
                                && other instanceof io.raftkms.protocol.signbytes.CanonicalProposal asked) {
                            return new io.raftkms.protocol.signbytes.CanonicalProposal(asked.height(), asked.round(),
                                    asked.polRound(), asked.blockId(), kept.timestamp(), asked.chainId()).equals(kept);
                        }
                        return one instanceof CanonicalVote first""");
    }

    /** The set of kept reservations refuses to hold two for one place, and that would end every member. */
    private static List<Edit> reserveFirst() {
        return List.of(
                new Edit(RULE, "Optional<Reservation> stored = key.recent().at(request.at());", """
                        if (request.at().compareTo(key.mark()) > 0 && !beyondJumpLimit(key, request)) {
                            return new Decision.Reserve(request);
                        }
                        Optional<Reservation> stored = key.recent().at(request.at());"""),
                new Edit(
                        RULES + "RecentReservations.java", "List<Reservation> all = new ArrayList<>(ascending);", """
                        List<Reservation> all = new ArrayList<>(ascending);
                        all.removeIf(kept -> kept.at().equals(reserved.at()));"""));
    }

    private static Edit localLimit() {
        return new Edit(
                RULE,
                "return asked - key.mark().height() > JUMP_LIMIT;",
                "return asked - key.mark().height() > Long.parseLong(System.getenv().getOrDefault(\"" + LOCAL_SETTING
                        + "\", \"100000\"));");
    }

    /** In {@link #SECOND_VERSION}. */
    private static Edit versionIgnored() {
        return new Edit(RULE, "version > 1 &&", "version > 2 &&");
    }
}
