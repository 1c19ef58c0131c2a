package io.raftkms.chaos.teeth;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Variants that forget, or believe a disk that has forgotten. */
final class DiskVariants {
    private static final String CONSENSUS = "consensus/src/main/java/io/raftkms/consensus/";
    private static final String STATE = CONSENSUS + "ledger/StateCodec.java";
    private static final String WATERMARK = CONSENSUS + "raft/store/Watermark.java";
    private static final String HELLO = CONSENSUS + "raft/hello/";

    private DiskVariants() {}

    static List<Variant> all() {
        Scene restart = new StoppedAndStarted();
        return List.of(
                new Variant(
                        "mark-not-in-snapshots",
                        "a snapshot has the mark of the enrolment",
                        markOfTheEnrolment(),
                        restart,
                        Set.of(Finding.START_CHECK)),
                new Variant(
                        "watermark-after-write",
                        "that, and the watermark is compared with what has just been written into it",
                        Stream.concat(markOfTheEnrolment().stream(), writtenFirst().stream())
                                .toList(),
                        restart,
                        Set.of("S2", "S3")),
                new Variant(
                        "trusts-wiped-disk",
                        "whoever says that it is fresh may join",
                        List.of(whoeverIsFresh()),
                        new OldDisk.Wiped(),
                        Set.of(Finding.S4)),
                new Variant(
                        "trusts-raft-directory",
                        "a member's own files are not held against its Raft directory, nor is what the others know",
                        ownFilesUnread(),
                        new OldDisk.RaftFromBefore(),
                        Set.of(Finding.S4)),
                new Variant(
                        "hello-trusts-majority",
                        "a majority of yes outweighs a refusal",
                        majority(),
                        new OldDisk.OneRemembers(),
                        Set.of(Finding.S4)));
    }

    /** A snapshot has each key as it was enrolled, with its last reservations. */
    private static List<Edit> markOfTheEnrolment() {
        return List.of(
                new Edit(STATE, "WireValues.toRecord(state.mark())", "WireValues.toRecord(state.enrolment().mark())"),
                new Edit(
                        STATE,
                        "WireValues.toRecord(state.horizon())",
                        "WireValues.toRecord(state.enrolment().mark())"));
    }

    /** Compares the record with what it was just overwritten by. Needs something that went back: the mark in snapshots. */
    private static List<Edit> writtenFirst() {
        String read = "        WatermarkSlot record = file.newest().get(name);\n        if (record != null) {\n";
        return List.of(
                new Edit(
                        WATERMARK,
                        read + "            boolean replay =",
                        "        put(name, file.newest().get(name), change.at(), change.signBytes(), change.entry());\n"
                                + read + "            boolean replay ="),
                new Edit(
                        WATERMARK,
                        read + "            boolean older =",
                        "        put(name, file.newest().get(name), restored.at(), restored.signBytes(),"
                                + " restored.snapshot());\n" + read + "            boolean older ="));
    }

    private static Edit whoeverIsFresh() {
        return new Edit(HELLO + "HelloRule.java", "Optional<String> first = own.firstStartOf(told.member());", """
                if (!told.formed()) {
                    return new HelloVerdict.Accept(true);
                }
                Optional<String> first = own.firstStartOf(told.member());""");
    }

    /** Also what stands behind it: that the others know better. */
    private static List<Edit> ownFilesUnread() {
        return List.of(
                new Edit(
                        CONSENSUS + "raft/store/LogScan.java",
                        "if (applied.index() > highestIndex()) {",
                        "if (applied.index() >= 0) {\n            return;\n        }\n"
                                + "        if (applied.index() > highestIndex()) {"),
                new Edit(
                        HELLO + "HelloRule.java",
                        "if (endsBefore(told.begun().end(), known.forced())) {",
                        "if (false && endsBefore(told.begun().end(), known.forced())) {"),
                new Edit(
                        HELLO + "HelloRule.java",
                        "if (told.begun().voteTerm() < known.voteTerm()) {",
                        "if (false && told.begun().voteTerm() < known.voteTerm()) {"));
    }

    private static List<Edit> majority() {
        return List.of(
                new Edit(
                        HELLO + "HelloExchange.java",
                        "return refusal.reason().passing() && !over ? Optional.empty() : Optional.of(refusal);",
                        "return Optional.empty();"),
                new Edit(
                        HELLO + "HelloProgress.java",
                        "return !refused() && 2 * yes(own) > voters.size();",
                        "return 2 * yes(own) > voters.size();"));
    }
}
