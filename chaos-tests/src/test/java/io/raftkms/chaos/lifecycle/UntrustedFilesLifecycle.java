package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.badinput.OneMember;
import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of a member that are cut, changed in one bit, of a later version of the program, or of another cluster: the next
 * start says which file, what is wrong and the way out, and ends in time. More of it: {@code DamagedStateIT}.
 */
class UntrustedFilesLifecycle {
    private static final Duration END = Duration.ofSeconds(30);
    private static final String VOTE =
            "The vote file …, so this member may have voted for somebody it does not know of. …";
    private static final String LATER = "is of another version of raftkms: … Install the version of raftkms";

    private static Path directory;
    private static OneMember killed;
    /** It ended in order, so that it has a snapshot. */
    private static OneMember stopped;

    private static OneMember another;

    private interface Change {
        void to(OneMember member) throws IOException;
    }

    /** @param says the sentence that docs/failure-modes.md shows, with … for what differs, and what is said beside it */
    private record Row(String name, boolean afterAStop, Change change, String code, int exit, String says) {
        static Row killed(String name, Change change, String code, int exit, String says) {
            return new Row(name, false, change, code, exit, says);
        }

        static Row stopped(String name, Change change, String code, int exit, String says) {
            return new Row(name, true, change, code, exit, says);
        }

        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    @BeforeAll
    static void leaveFiles() throws Exception {
        directory = Workplace.create();
        killed = enrolled("k");
        stopped = killed.copyTo(directory.resolve("s"));
        try (ChildProcess process = stopped.start()) {
            stopped.awaitReady();
            process.terminate();
            process.awaitExit(END);
        }
        another = enrolled("o");
    }

    private static OneMember enrolled(String name) throws Exception {
        OneMember member = OneMember.create(Program.find(), directory.resolve(name));
        try (ChildProcess process = member.start()) {
            member.enrol();
            process.kill9();
        }
        return member;
    }

    @AfterAll
    static void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void areRefusedForSafety(Row row) throws Exception {
        OneMember member = (row.afterAStop() ? stopped : killed)
                .copyTo(Files.createTempDirectory(directory, "d").resolve("m"));
        row.change().to(member);

        Program.Outcome outcome = member.failingStart();

        assertThat(outcome.errors())
                .contains("\n" + row.code() + " ", "To do: ")
                .containsSubsequence(row.says().split("…"));
        assertThat(outcome.exitCode()).isEqualTo(row.exit());
        OneMember.assertFitForPeople(outcome.errors(), member.key());
    }

    static Stream<Row> changes() {
        return Stream.of(
                Row.killed(
                        "half an identity",
                        m -> halve(m.data("identity.json")),
                        "RK-2001",
                        20,
                        "The identity file … is damaged: …"),
                Row.killed(
                        "bit flipped in the identity",
                        m -> flip(m.data("identity.json"), 36),
                        "RK-2001",
                        20,
                        "The identity file … is damaged: … checksum"),
                Row.killed(
                        "bit flipped in the run record",
                        m -> flip(m.data("run.json"), 40),
                        "RK-2002",
                        20,
                        "The run record … is damaged: …"),
                Row.killed(
                        "half a list of peers",
                        m -> halve(m.data("peers.json")),
                        "RK-2602",
                        20,
                        "The file … is damaged: …"),
                Row.killed("half a vote", m -> halve(vote(m)), "RK-2013", 20, VOTE),
                Row.killed("bit flipped in the vote", UntrustedFilesLifecycle::flipVote, "RK-2013", 20, VOTE),
                Row.killed(
                        "log cut to nothing",
                        m -> cut(m.raft("log_inprogress"), 8),
                        "RK-2006",
                        20,
                        "The Raft data in …, while … says that this member has applied entry …"),
                Row.stopped(
                        "half a snapshot",
                        m -> halve(snapshot(m)),
                        "RK-2007",
                        20,
                        "The snapshot … is damaged: … Replace the member"),
                Row.stopped(
                        "bit flipped in the snapshot",
                        m -> flip(snapshot(m), 40),
                        "RK-2007",
                        20,
                        "The snapshot … is damaged: …"),
                Row.killed(
                        "data of another cluster",
                        UntrustedFilesLifecycle::foreignData,
                        "RK-2101",
                        21,
                        "The identity … is of a member of another cluster: …, while the configuration is of …"),
                Row.killed(
                        "Raft data of another cluster",
                        UntrustedFilesLifecycle::foreignRaft,
                        "RK-2102",
                        21,
                        "The Raft directory … holds the group … another cluster"),
                later("identity", m -> Forgery.laterJson(m.data("identity.json"))),
                later("run record", m -> Forgery.laterJson(m.data("run.json"))),
                later("list of peers", m -> Forgery.laterJson(m.data("peers.json"))),
                later("watermark", m -> Forgery.laterWatermark(m.data("watermark"))),
                later("snapshot", m -> Forgery.laterSnapshot(snapshot(m))),
                Row.killed(
                        "log entry of a later version",
                        m -> Forgery.laterEntry(m.raft("log_inprogress"), OneMember.CHAIN),
                        "RK-2402",
                        24,
                        "Log entry … cannot be applied: … version 2"));
    }

    private static Row later(String file, Change change) {
        return Row.stopped(file + " of a later version", change, "RK-2008", 20, LATER);
    }

    private static Path vote(OneMember member) {
        return member.raft("raft-meta.conf").resolveSibling("raft-meta");
    }

    /** Its checksum lies beside it under a name that begins alike. */
    private static Path snapshot(OneMember member) {
        Path found = member.raft("snapshot.");
        return found.resolveSibling(found.getFileName().toString().replace(".md5", ""));
    }

    /** In a field's name: its date is no part of the vote. */
    private static void flipVote(OneMember member) throws IOException {
        flip(vote(member), Files.readString(vote(member)).indexOf("votedFor"));
    }

    private static void foreignData(OneMember member) throws IOException {
        Path data = member.configuration().resolveSibling("data");
        Workplace.remove(data);
        Workplace.copy(another.configuration().resolveSibling("data"), data);
    }

    private static void foreignRaft(OneMember member) throws IOException {
        Workplace.remove(member.data("raft"));
        Workplace.copy(another.data("raft"), member.data("raft"));
    }

    private static void halve(Path file) throws IOException {
        cut(file, (int) Files.size(file) / 2);
    }

    private static void cut(Path file, int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
