package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Sha256;
import io.raftkms.consensus.raft.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersFileTest {
    private static final String FIRST = "01".repeat(16);
    private static final String SECOND = "02".repeat(16);
    private static final RunRecord RUN = RunRecord.next(Members.A, Optional.empty(), FIRST, false);
    private static final PeerRecord B =
            new PeerRecord(FIRST, 2, SECOND, true, true, 3, Optional.of(new LogPosition(3, 100)));

    @TempDir
    Path home;

    private final RecordedFailStop failStop = new RecordedFailStop();
    private DataDirectory directory;

    @BeforeEach
    void initialise() throws Exception {
        directory = Members.initialised(home);
    }

    @Test
    void theFirstStartMakesItAndLaterOnesKeepTheFirstStartId() throws Exception {
        assertThat(PeersFile.open(directory, RUN)).isEqualTo(PeersFile.first(Members.A, FIRST));

        RunRecord later = RunRecord.next(Members.A, Optional.of(RUN), SECOND, false);

        assertThat(PeersFile.open(directory, later).firstStartId()).isEqualTo(FIRST);
    }

    @Test
    void whatIsKeptIsOnTheDiskAtOnceAndWhatIsNotedWhenItIsForced() throws Exception {
        try (PeersStore store = PeersStore.open(directory, RUN, failStop)) {
            store.keep(file -> file.formedWith(Map.of(Members.A, FIRST, Members.B, SECOND)));
            assertThat(PeersFile.open(directory, RUN).counted()).containsEntry(Members.B, SECOND);

            store.note(file -> file.with(Members.B, B));
            assertThat(PeersFile.open(directory, RUN).known(Members.B)).isEmpty();
            store.force();
            assertThat(PeersFile.open(directory, RUN).known(Members.B)).contains(B);
        }
    }

    @Test
    void whatIsKnownOfALogOnlyMovesUp() {
        assertThat(B.with(2, Optional.of(new LogPosition(2, 500)))).isEqualTo(B);
        assertThat(B.with(4, Optional.of(new LogPosition(4, 99))).forced()).contains(new LogPosition(4, 99));
        assertThat(B.with(4, Optional.empty()).voteTerm()).isEqualTo(4);
    }

    @Test
    void aMissingFileIsRefusedOnceRaftHasHeldAnything() throws Exception {
        RunRecord used = RunRecord.next(Members.A, Optional.of(RUN), SECOND, true);

        Members.refuses(
                () -> PeersFile.open(directory, used),
                Fault.PEERS_FILE_MISSING,
                directory.peers(),
                " although this member has run before. ",
                "Replace the member");
    }

    @Test
    void everyFlippedBitAndAnotherFormatAreRefused() throws Exception {
        PeersFile.open(directory, RUN);
        byte[] whole = Files.readAllBytes(directory.peers());
        for (int at = 0; at < whole.length; at += 7) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x04;
            Files.write(directory.peers(), flipped);
            Members.refuses(
                    () -> PeersFile.open(directory, RUN),
                    Fault.PEERS_FILE_DAMAGED,
                    directory.peers(),
                    "Replace the member");
        }
        String later = new String(whole, StandardCharsets.UTF_8).replace("\"format\" : 1", "\"format\" : 2");
        byte[] fields =
                later.substring(0, later.lastIndexOf(",")).concat("\n}\n").getBytes(StandardCharsets.UTF_8);
        String checked =
                later.substring(0, later.lastIndexOf(",")) + ",\n  \"sha256\" : \"" + Sha256.hex(fields) + "\"\n}\n";
        Files.writeString(directory.peers(), checked);
        Members.refuses(() -> PeersFile.open(directory, RUN), Fault.FORMAT_UNKNOWN, directory.peers(), "format 2");
    }

    @Test
    void aFileOfAnotherMemberIsRefused() throws Exception {
        PeersFile.first(Members.B, FIRST).write(directory);

        Members.refuses(() -> PeersFile.open(directory, RUN), Fault.IDENTITY_MISMATCH, directory.peers());
    }
}
