package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path home;

    private final RecordedFailStop failStop = new RecordedFailStop();
    private DataDirectory directory;
    private Watermark watermark;
    private RunRecordWriter writer;

    @BeforeEach
    void firstStart() throws Exception {
        directory = Members.initialised(home);
        RunRecord run = RunRecord.next(Members.A, Optional.empty(), ID, false);
        run.write(directory);
        watermark = Watermark.open(directory, Members.IDENTITY, run, failStop);
        writer = new RunRecordWriter(directory, run, watermark, directory.raft().resolve("raft-meta"), failStop);
    }

    @Test
    void countsStarts() throws Exception {
        RunRecord first = read();
        RunRecord second = RunRecord.next(Members.A, Optional.of(first), ID.replace('0', 'f'), true);
        second.write(directory);

        assertThat(first.startNumber()).isEqualTo(1);
        assertThat(read().startNumber()).isEqualTo(2);
        assertThat(read().startId()).isNotEqualTo(first.startId());
        assertThat(read().raftHeld()).isTrue();
    }

    @Test
    void writesTheLastAppliedEntryWhenItsTimeComes() throws Exception {
        writer.applied(new LogPosition(2, 41));
        writer.applied(new LogPosition(3, 42));
        writer.applied(new LogPosition(2, 40));

        assertThat(read().lastApplied()).isEmpty();
        writer.forceNow();
        assertThat(read().lastApplied()).contains(new LogPosition(3, 42));
        assertThat(writer.onDisk()).isEqualTo(read());
    }

    @Test
    void countsTheWatermarksKeys() throws Exception {
        watermark.advance(
                Members.key(1),
                new MarkChange(MarkChange.Kind.SET, Members.prevote(1), Optional.empty(), new LogPosition(1, 1)));

        writer.forceNow();

        assertThat(read().marks()).isEqualTo(1);
    }

    @Test
    void remembersThatRaftHeldState() throws Exception {
        Files.createDirectory(directory.raft());
        Files.createFile(directory.raft().resolve("raft-meta"));

        writer.forceNow();

        assertThat(read().raftHeld()).isTrue();
    }

    @Test
    void writesNothingWhenNothingChanged() throws Exception {
        Object before = Files.readAttributes(directory.run(), "unix:ino").get("ino");

        writer.forceNow();

        assertThat(Files.readAttributes(directory.run(), "unix:ino").get("ino")).isEqualTo(before);
    }

    @Test
    void closeWritesOnceMore() throws Exception {
        writer.applied(new LogPosition(1, 7));

        writer.close();

        assertThat(read().lastApplied()).contains(new LogPosition(1, 7));
    }

    @Test
    void aFailedWriteEndsTheProcess() throws Exception {
        Members.blockReplacing(directory.run());
        writer.applied(new LogPosition(1, 7));

        assertThatThrownBy(writer::forceNow).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(failStop.only().detail())
                .contains(directory.run().toString())
                .contains("A full disk: make room")
                .contains("replace the disk and the member");
    }

    @Test
    void aWriteIntoADirectoryThatIsGoneSaysWhatTheWatchSays() throws Exception {
        Members.delete(directory.root());
        writer.applied(new LogPosition(1, 7));

        assertThatThrownBy(writer::forceNow).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.DATA_DIRECTORY_GONE);
        assertThat(failStop.only().detail())
                .startsWith(directory.root() + " is not the one that this member started on: ")
                .contains("does not exist");
    }

    @Test
    void anErrorEndsTheProcessToo() throws Exception {
        Path broken = (Path) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw new StackOverflowError();
                });
        writer = new RunRecordWriter(directory, read(), watermark, broken, failStop);

        assertThatThrownBy(writer::forceNow).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
    }

    @Test
    void everyFlippedByteIsDamage() throws Exception {
        writer.applied(new LogPosition(3, 42));
        writer.forceNow();
        byte[] good = Files.readAllBytes(directory.run());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x01;
            Files.write(directory.run(), bad);
            Members.refuses(this::read, Fault.RUN_RECORD_DAMAGED, directory.run(), "Replace the member");
        }
    }

    @Test
    void unknownFieldsAreDamage() throws Exception {
        Files.write(
                directory.run(),
                CheckedJson.encode(
                        CheckedJson.decode(Files.readAllBytes(directory.run())).put("more", 1)));

        Members.refuses(this::read, Fault.RUN_RECORD_DAMAGED, directory.run(), "fields that this raftkms does not");
    }

    private RunRecord read() throws MemberFaultException {
        return RunRecord.read(directory).orElseThrow();
    }
}
