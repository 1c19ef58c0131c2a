package io.raftkms.signer.fuzz;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.GroupInspection;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.store.LogInspection;
import io.raftkms.consensus.raft.store.StateInspection;
import io.raftkms.signer.audit.AuditDoor;
import io.raftkms.signer.audit.AuditVerification;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.recovery.DataDirectorySource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A file of a data directory with any content, read as the inspectors read it: the first byte says which file. */
final class DataFile {
    private static final Path DATA = ScratchFile.DIRECTORY.resolve("data");
    private static final Path CURRENT = DATA.resolve("raft/00000000-0000-0000-0000-000000000001/current");
    private static final List<Path> FILES = List.of(
            DATA.resolve("run.json"),
            DATA.resolve("watermark"),
            DATA.resolve("peers.json"),
            CURRENT.resolve("raft-meta"),
            CURRENT.resolve("log_inprogress_0"),
            DATA.resolve("audit/audit-000000000001.jsonl"),
            CURRENT.resolve("raft-meta.conf"),
            CURRENT.resolve("log_0-2"));

    /** Those that {@link #read} calls. */
    static final int READERS = 6;

    private DataFile() {}

    static void read(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        Path file = FILES.get((input[0] & 0xff) % FILES.size());
        prepare();
        Files.write(file, Arrays.copyOfRange(input, 1, input.length));
        try {
            StateInspection.of(DATA);
            LogInspection.of(DATA, entry -> {});
            GroupInspection.members(DATA);
            AuditVerification.of(DATA.resolve("audit"), List.of());
            AuditDoor.directory(DATA.resolve("audit"));
            Refusal.orResult(CommandException.class, () -> DataDirectorySource.read(DATA));
        } finally {
            Files.delete(file);
        }
    }

    private static void prepare() throws IOException {
        Files.createDirectories(CURRENT);
        Files.createDirectories(DATA.resolve("audit"));
        try {
            new Identity("c", new MemberId("a", "0a0a0a0a0a0a0a0a")).create(new DataDirectory(DATA));
        } catch (FileAlreadyExistsException beforeThis) {
            return;
        }
    }
}
