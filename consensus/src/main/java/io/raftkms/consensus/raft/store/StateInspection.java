package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.ledger.SnapshotFormatException;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a data directory holds, read file by file: a damaged one does not hide the others. Writes nothing and takes no
 * lock, so it may look at the directory of a running member; what that is just writing can then look torn.
 *
 * @param holder process id of the member that runs on it, where the system tells
 * @param peers content of peers.json, as JSON
 * @param groups what Raft keeps; a member has one group
 */
public record StateInspection(
        Path directory,
        Optional<Long> holder,
        Found<Identity> identity,
        Found<RunRecord> run,
        Found<List<Mark>> watermark,
        Found<String> peers,
        List<Group> groups) {

    /**
     * A record of the watermark.
     *
     * @param name hex of the key's name, a hash of chain and key
     * @param chainId of the key, if the snapshot names it
     * @param signBytesSha256 hex; zeros for a floor
     */
    public record Mark(
            String name, Optional<String> chainId, HeightRoundStep at, String signBytesSha256, LogPosition entry) {
        /** The name that the watermark has for a key. */
        public static String nameOf(KeyId key) {
            return hex(WatermarkSlot.nameOf(key));
        }
    }

    /** Raft's files of one group. */
    public record Group(String name, Found<Vote> vote, Found<SnapshotView> snapshot) {}

    /** Content of the vote file. */
    public record Vote(long term, String votedFor) {}

    /** The newest snapshot. */
    public record SnapshotView(String file, Snapshot snapshot) {}

    /** Whether anything in it is of a member. */
    public boolean isDataDirectory() {
        return identity.value().isPresent()
                || identity.damage().isPresent()
                || run.value().isPresent()
                || !groups.isEmpty();
    }

    /** Everything that cannot be read. */
    public List<String> damages() {
        List<String> damages = new ArrayList<>();
        identity.damage().ifPresent(damages::add);
        run.damage().ifPresent(damages::add);
        watermark.damage().ifPresent(damages::add);
        peers.damage().ifPresent(damages::add);
        for (Group group : groups) {
            group.vote().damage().ifPresent(damages::add);
            group.snapshot().damage().ifPresent(damages::add);
        }
        return damages;
    }

    /** Reads a member's data directory, or a copy. */
    public static StateInspection of(Path given) throws IOException {
        DataDirectory directory = new DataDirectory(given);
        List<Group> groups = new ArrayList<>();
        List<KeyState> keys = new ArrayList<>();
        for (RaftFiles files : groups(directory)) {
            Found<SnapshotView> snapshot = snapshot(files);
            snapshot.value()
                    .ifPresent(view -> keys.addAll(view.snapshot().state().keys()));
            groups.add(new Group(files.groupDirectory().getFileName().toString(), vote(files), snapshot));
        }
        Found<Identity> identity = identity(directory);
        return new StateInspection(
                directory.root(),
                LockHolder.of(directory),
                identity,
                run(directory),
                watermark(directory, identity, keys),
                peers(directory),
                List.copyOf(groups));
    }

    /** Raft's directories, one a group. */
    static List<RaftFiles> groups(DataDirectory directory) throws IOException {
        List<RaftFiles> groups = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.raft(), Files::isDirectory)) {
            for (Path group : entries) {
                if (Files.isDirectory(group.resolve("current"))) {
                    groups.add(new RaftFiles(group.resolve("current")));
                }
            }
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException none) {
            return List.of();
        }
        return groups;
    }

    private static Found<Identity> identity(DataDirectory directory) {
        try {
            return Found.of(Identity.read(directory));
        } catch (MemberFaultException e) {
            return e.fault() == Fault.IDENTITY_MISSING ? Found.missing() : Found.damaged(e.getMessage());
        }
    }

    private static Found<RunRecord> run(DataDirectory directory) {
        try {
            return RunRecord.read(directory).map(Found::of).orElseGet(Found::missing);
        } catch (MemberFaultException e) {
            return Found.damaged(e.getMessage());
        }
    }

    private static Found<List<Mark>> watermark(DataDirectory directory, Found<Identity> identity, List<KeyState> keys) {
        Path file = directory.watermark();
        if (identity.value().isEmpty()) {
            return Files.exists(file)
                    ? Found.damaged("The watermark " + file + " cannot be read without the identity beside it.")
                    : Found.missing();
        }
        try {
            Map<com.google.protobuf.ByteString, WatermarkSlot> slots =
                    WatermarkLayout.decode(identity.value().get(), Files.readAllBytes(file));
            return Found.of(
                    slots.values().stream().map(slot -> mark(slot, keys)).toList());
        } catch (NoSuchFileException e) {
            return Found.missing();
        } catch (DamagedFileException | IOException e) {
            return Found.damaged("The watermark " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Mark mark(WatermarkSlot slot, List<KeyState> keys) {
        Optional<String> chain = keys.stream()
                .filter(key -> WatermarkSlot.nameOf(key.key()).equals(slot.key()))
                .map(key -> key.key().chainId())
                .findFirst();
        return new Mark(hex(slot.key()), chain, slot.at(), hex(slot.digest()), slot.entry());
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Found<String> peers(DataDirectory directory) {
        Path file = directory.root().resolve("peers.json");
        try {
            ObjectNode fields = CheckedJson.decode(Files.readAllBytes(file));
            return Found.of(fields.toString());
        } catch (NoSuchFileException e) {
            return Found.missing();
        } catch (DamagedFileException | IOException e) {
            return Found.damaged(file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Found<Vote> vote(RaftFiles files) {
        try {
            VoteFile vote = VoteFile.read(VoteNames.counting(files));
            return Found.of(new Vote(vote.term(), vote.votedFor()));
        } catch (NoSuchFileException e) {
            return Found.missing();
        } catch (DamagedFileException | IOException e) {
            return Found.damaged("The vote file " + files.voteFile() + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Found<SnapshotView> snapshot(RaftFiles files) throws IOException {
        Optional<RaftFiles.Snapshot> newest = files.newestSnapshot();
        if (newest.isEmpty()) {
            return Found.missing();
        }
        try {
            SnapshotScan.check(newest.get(), StateInspection::lastEntry);
            Snapshot snapshot = decode(Files.readAllBytes(newest.get().file()));
            return Found.of(new SnapshotView(newest.get().file().getFileName().toString(), snapshot));
        } catch (MemberFaultException | IOException e) {
            return Found.damaged(e.getMessage());
        }
    }

    private static LogPosition lastEntry(byte[] bytes) throws IOException {
        Snapshot snapshot = decode(bytes);
        return new LogPosition(snapshot.term(), snapshot.index());
    }

    private static Snapshot decode(byte[] bytes) throws IOException {
        try {
            return SnapshotCodec.decode(bytes);
        } catch (SnapshotFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
