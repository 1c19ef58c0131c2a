package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteDirectoryForceTest {
    @TempDir
    Path home;

    private static final String A = "a#0011223344556677";
    private static final String B = "b#0011223344556677";

    private static final MemberId SELF = MemberId.parse(A);

    private final RecordedFailStop failStop = new RecordedFailStop();
    private final AtomicBoolean otherElectionWrites = new AtomicBoolean();

    @Test
    void aTermThatIsNotInTheVoteFileEndsTheProcess() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=\n");
        VoteDirectoryForce force = new VoteDirectoryForce(current, SELF, failStop, () -> false);

        force.forceTerm(2);
        force.forceTerm(3);
        assertThat(failStop.halts()).isEmpty();

        assertThatThrownBy(() -> force.forceTerm(4)).isInstanceOf(IllegalStateException.class);
        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(failStop.only().detail()).contains("raft-meta").contains("term 3 while Raft is in term 4");
    }

    @Test
    void aVoteIsForcedOnceHoweverOftenItIsAskedFor() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        List<String> forced = new ArrayList<>();
        VoteDirectoryForce force = new VoteDirectoryForce(
                current,
                SELF,
                failStop,
                () -> false,
                directory -> forced.add(directory.getFileName().toString()),
                DurableFiles::link);

        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=\n");
        force.force();
        force.forceTerm(3);
        assertThat(force.forcedTerm()).isEqualTo(3);
        assertThat(forced).as("with those above it, the first time").containsExactly("current", "group", "raft");

        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=a#0011223344556677\n");
        force.force();
        force.force();
        assertThat(forced).as("the vote of a term is not the term").hasSize(4);

        Files.writeString(current.resolve("raft-meta"), "term=4\nvotedFor=\n");
        force.forceTerm(4);
        force.force();
        assertThat(forced).hasSize(5).endsWith("current", "current");
    }

    @Test
    void aForceThatFailedCountsForNothing() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=\n");
        AtomicInteger attempts = new AtomicInteger();
        VoteDirectoryForce force = forcing(current, directory -> {
            attempts.incrementAndGet();
            throw new IOException("no disk");
        });

        assertThatThrownBy(force::force).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(force::force).isInstanceOf(IllegalStateException.class);

        assertThat(attempts).hasValue(2);
        assertThat(failStop.halts()).hasSize(2);
    }

    /** Ratis may put an older vote in the place of a newer one, and the newer one there again. */
    @Test
    void theSameVoteInAnotherFileIsForcedToo() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        List<Path> forced = new ArrayList<>();
        VoteDirectoryForce force = forcing(current, forced::add);
        put(current, "term=3\nvotedFor=" + A + "\n");
        force.force();
        forced.clear();

        put(current, "term=2\nvotedFor=\n");
        put(current, "term=3\nvotedFor=" + A + "\n");
        force.force();

        assertThat(forced).hasSize(1);
    }

    /** What Ratis leaves after a write that failed. */
    @Test
    void anEmptyFileDoesNotTakeThePlaceOfTheVoteThatLeft() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        VoteDirectoryForce force = new VoteDirectoryForce(current, SELF, failStop, () -> false);
        RaftFiles files = new RaftFiles(current);
        put(current, "term=3\nvotedFor=" + A + "\n");
        assertThat(force.forceVote(3, A)).isTrue();

        put(current, "");

        assertThatThrownBy(force::force).isInstanceOf(IllegalStateException.class);
        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(VoteFile.read(VoteNames.counting(files))).isEqualTo(new VoteFile(3, A));
        RaftFilesRewrite.rewrite(files);
        assertThat(VoteFile.read(files.voteFile())).isEqualTo(new VoteFile(3, A));
        assertThat(current.toFile().list()).containsExactlyInAnyOrder("raft-meta", "raft-meta.forced");
        assertThat(new VoteDirectoryForce(current, SELF, failStop, () -> false).forceVote(3, A))
                .isTrue();
    }

    /** Power may be lost between the second name and the force. */
    @Test
    void theSecondNameIsThereBeforeTheForce() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        List<VoteFile> kept = new ArrayList<>();
        VoteDirectoryForce force = forcing(current, directory -> {
            if (directory.equals(current)) {
                kept.add(read(new RaftFiles(current).forcedVoteFile()));
            }
        });

        put(current, "term=3\nvotedFor=" + A + "\n");
        force.force();
        put(current, "term=4\nvotedFor=\n");
        force.force();

        assertThat(kept).containsExactly(new VoteFile(3, A), new VoteFile(4, ""));
    }

    private VoteDirectoryForce forcing(Path current, VoteDirectoryForce.DirectoryForce directories) {
        return new VoteDirectoryForce(current, SELF, failStop, () -> false, directories, DurableFiles::link);
    }

    private VoteDirectoryForce linking(Path current, VoteNames.Links links) {
        return new VoteDirectoryForce(current, SELF, failStop, () -> false, DurableFiles::forceDirectory, links);
    }

    /** Of two writes of Ratis at a time the one that comes too late writes again, also the older one. */
    @Test
    void anOlderVoteThatIsPutOverThePromisedOneTakesNothingBack() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        VoteDirectoryForce force = new VoteDirectoryForce(current, SELF, failStop, () -> false);
        put(current, "term=3\nvotedFor=" + B + "\n");
        assertThat(force.forceVote(3, B)).isTrue();

        for (String older :
                List.of("term=2\nvotedFor=" + A + "\n", "term=3\nvotedFor=\n", "term=3\nvotedFor=" + A + "\n")) {
            put(current, older);
            force.forceTerm(3);
            assertThat(force.forceVote(3, A)).isFalse();
            assertThat(force.forceVote(3, B)).isTrue();
            assertThat(new VoteDirectoryForce(current, SELF, failStop, () -> false).forcedTerm())
                    .as("after a start")
                    .isEqualTo(3);
            assertThat(VoteFile.read(VoteNames.counting(new RaftFiles(current))))
                    .isEqualTo(new VoteFile(3, B));
        }
        put(current, "term=4\nvotedFor=" + A + "\n");
        assertThat(force.forceVote(4, A)).isTrue();
        assertThat(failStop.halts()).isEmpty();
    }

    @Test
    void aNewTermUnderAnOlderVoteOfItsOwnIsPromisedAllTheSame() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        VoteDirectoryForce force = new VoteDirectoryForce(current, SELF, failStop, () -> false);
        put(current, "term=2\nvotedFor=" + A + "\n");

        force.forceTerm(3);

        assertThat(force.forcedTerm()).isEqualTo(3);
        assertThat(force.forceVote(3, B)).as("what the file does not say").isFalse();
        assertThat(VoteFile.read(VoteNames.counting(new RaftFiles(current)))).isEqualTo(new VoteFile(3, ""));
        put(current, "term=3\nvotedFor=" + B + "\n");
        assertThat(force.forceVote(3, B)).isTrue();
        assertThat(failStop.halts()).isEmpty();
    }

    /** Linux says of a file that is replaced while it is linked that there is none. */
    @Test
    void aFileThatIsReplacedWhileItGetsItsSecondNameIsNotTakenForNone() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        put(current, "term=3\nvotedFor=\n");
        AtomicInteger attempts = new AtomicInteger();
        VoteDirectoryForce force = linking(current, (file, name) -> {
            if (attempts.incrementAndGet() == 1) {
                put(current, "term=3\nvotedFor=" + A + "\n");
                throw new NoSuchFileException(file.toString());
            }
            return DurableFiles.link(file, name);
        });

        force.forceTerm(3);

        assertThat(attempts).hasValue(2);
        assertThat(read(current.resolve("raft-meta.forced"))).isEqualTo(new VoteFile(3, A));
        assertThat(failStop.halts()).isEmpty();
    }

    @Test
    void aFileSystemWithoutHardLinksEndsTheMemberAndSaysSo() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        put(current, "term=3\nvotedFor=\n");
        VoteDirectoryForce force = linking(current, (file, name) -> {
            throw new FileSystemException(name.toString(), file.toString(), "Operation not permitted");
        });

        assertThatThrownBy(force::force).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().detail()).contains("Operation not permitted").contains("a hard link");
    }

    private static VoteFile read(Path file) throws IOException {
        try {
            return VoteFile.read(file);
        } catch (DamagedFileException e) {
            throw new IOException(e);
        }
    }

    @Test
    void onlyTheVoteThatTheFileSaysMayLeave() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        VoteDirectoryForce force = new VoteDirectoryForce(current, SELF, failStop, otherElectionWrites::get);
        assertThat(force.forceVote(3, A)).as("without a file").isFalse();

        put(current, "term=3\nvotedFor=" + A + "\n");
        assertThat(force.forceVote(3, A)).isTrue();
        assertThat(force.forceVote(3, B)).as("the vote of another").isFalse();
        assertThat(force.forceVote(4, A)).as("the file is older").isFalse();
        assertThat(force.forceVote(2, A)).as("the file is newer").isFalse();

        otherElectionWrites.set(true);
        assertThat(force.forceVote(3, A)).as("it may be replaced yet").isFalse();
        assertThat(failStop.halts()).isEmpty();
    }

    @Test
    void aLeaderWhoseFileDoesNotHaveItsOwnVoteEndsTheProcess() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        put(current, "term=3\nvotedFor=" + A + "\n");
        VoteDirectoryForce force = new VoteDirectoryForce(current, SELF, failStop, () -> false);
        force.forceOwnVote(3, A);
        assertThat(failStop.halts()).isEmpty();

        assertThatThrownBy(() -> force.forceOwnVote(3, B)).isInstanceOf(IllegalStateException.class);
        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(failStop.only().detail()).contains("leads in term 3").contains(A);
    }

    /** As Ratis does: a new file takes the place of the old one. */
    private static void put(Path current, String content) throws IOException {
        Path next = Files.writeString(current.resolve("raft-meta.tmp"), content);
        Files.move(next, current.resolve("raft-meta"), StandardCopyOption.ATOMIC_MOVE);
    }
}
