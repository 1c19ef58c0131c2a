package io.raftkms.chaos.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a member left behind when it was killed, damaged before it starts again: it says what, and does not run. */
class DamagedStateIT {
    private static final String VOTE =
            "The vote file …, so this member may have voted for somebody it does not know of. …";

    private static Path directory;
    private static OneMember killed;

    private interface Damage {
        void to(OneMember member) throws IOException;
    }

    /** @param says the sentence that docs/failure-modes.md shows, with … for what differs, and what is said beside it */
    private record Row(String name, Damage damage, String code, int exit, String says) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    @BeforeAll
    static void killAMemberThatHasAState() throws Exception {
        directory = Workplace.create();
        killed = OneMember.create(Program.find(), directory.resolve("m"));
        try (ChildProcess process = killed.start()) {
            killed.enrol();
            process.kill9();
        }
        OneMember.assertFitForPeople(Files.readString(killed.log()), killed.key());
    }

    @AfterAll
    static void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    @Timeout(value = 90, unit = TimeUnit.SECONDS)
    void isRefusedForSafety(Row row) throws Exception {
        OneMember member =
                killed.copyTo(Files.createTempDirectory(directory, "d").resolve("m"));
        row.damage().to(member);

        Program.Outcome outcome = member.failingStart();

        assertThat(outcome.errors())
                .contains("\n" + row.code() + " ", "To do: ")
                .containsSubsequence(row.says().split("…"));
        assertThat(outcome.exitCode()).isEqualTo(row.exit());
        assertThat(outcome.output()).isEmpty();
        OneMember.assertFitForPeople(outcome.errors(), member.key());
    }

    static Stream<Row> damages() {
        return Stream.of(
                new Row(
                        "no run record",
                        m -> Files.delete(m.data("run.json")),
                        "RK-2011",
                        20,
                        "There is no run record … Replace the member"),
                new Row(
                        "empty run record",
                        m -> truncate(m.data("run.json"), 0),
                        "RK-2002",
                        20,
                        "The run record … is damaged: … Replace the member"),
                new Row(
                        "no watermark",
                        m -> Files.delete(m.data("watermark")),
                        "RK-2015",
                        20,
                        "The watermark … is gone, while run.json says that this member has applied up to …"),
                new Row(
                        "half a watermark",
                        m -> truncate(m.data("watermark"), 300),
                        "RK-2003",
                        20,
                        "The watermark … is damaged: … whole records"),
                new Row(
                        "watermark with a flipped header",
                        m -> flip(m.data("watermark"), 20),
                        "RK-2003",
                        20,
                        "The watermark … is damaged: … header"),
                new Row(
                        "watermark with both slots gone",
                        DamagedStateIT::bothSlots,
                        "RK-2003",
                        20,
                        "The watermark … is damaged: … unreadable"),
                new Row(
                        "no Raft data",
                        m -> Workplace.remove(m.data("raft")),
                        "RK-2006",
                        20,
                        "There is no Raft data in … not mounted"),
                new Row(
                        "no log",
                        m -> Files.delete(m.raft("log_inprogress")),
                        "RK-2006",
                        20,
                        "The Raft data in … is empty, while … says that this member has applied entry …"),
                new Row(
                        "bit flipped in the log",
                        m -> flip(m.raft("log_inprogress"), 40),
                        "RK-2005",
                        20,
                        "The log segment … is damaged at byte … checksum"),
                new Row(
                        "torn log",
                        m -> tear(m.raft("log_inprogress")),
                        "RK-2012",
                        20,
                        "The last record of the log, in …, is incomplete …: power was probably lost while it was written"),
                new Row("no vote", m -> Files.delete(voteFile(m)), "RK-2013", 20, VOTE),
                new Row("empty votes", DamagedStateIT::emptyVotes, "RK-2013", 20, VOTE),
                new Row(
                        "garbage for Raft's members",
                        m -> truncate(m.raft("raft-meta.conf"), 7),
                        "RK-2017",
                        20,
                        "The group file … does not hold the members of a Raft group."),
                new Row(
                        "Raft data of another group",
                        DamagedStateIT::anotherGroup,
                        "RK-2102",
                        21,
                        "The Raft directory … holds the group … another cluster"));
    }

    private static Path voteFile(OneMember member) {
        return member.raft("raft-meta.conf").resolveSibling("raft-meta");
    }

    /** The vote that was forced last is kept too, for the case that only the first file is empty. */
    private static void emptyVotes(OneMember member) throws IOException {
        truncate(voteFile(member), 0);
        truncate(voteFile(member).resolveSibling("raft-meta.forced"), 0);
    }

    private static void truncate(Path file, int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }

    /** Cuts the last record short; Ratis fills the file with zeros behind it. */
    private static void tear(Path log) throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        truncate(log, end - 2);
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private static void bothSlots(OneMember member) throws IOException {
        flip(member.data("watermark"), 256 + 10);
        flip(member.data("watermark"), 256 + 128 + 10);
    }

    private static void anotherGroup(OneMember member) throws IOException {
        Path group = member.raft("raft-meta.conf").getParent().getParent();
        Files.move(group, group.resolveSibling("11111111-2222-3333-4444-555555555555"), StandardCopyOption.ATOMIC_MOVE);
    }
}
