package io.raftkms.signer.recovery;

import io.raftkms.consensus.raft.store.GroupInspection;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.store.LogInspection;
import io.raftkms.consensus.raft.store.StateInspection;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a data directory of the lost cluster, or a copy of one. Changes nothing in it. */
public final class DataDirectorySource {
    private DataDirectorySource() {}

    /**
     * Reads snapshot, log and watermark. What cannot be read is among the damages.
     *
     * @throws CommandException {@code RECOVERY_SOURCE_UNUSABLE} if it is not clear whose it is, {@code
     *     RECOVERY_MEMBER_ANSWERS} if a member runs on it
     */
    public static Source read(Path data) {
        try {
            StateInspection state = StateInspection.of(data);
            Identity owner = state.identity()
                    .value()
                    .orElseThrow(() -> unusable(
                            data,
                            state.identity()
                                    .damage()
                                    .orElse("nothing in it is of a member: a data directory has an identity.json"),
                            null));
            requireStopped(state);
            return read(state, owner);
        } catch (IOException e) {
            throw unusable(data, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private static Source read(StateInspection state, Identity owner) throws IOException {
        Path data = state.directory();
        List<String> damages = new ArrayList<>(state.damages());
        if (state.groups().size() > 1) {
            damages.add(data + " has " + state.groups().size() + " Raft groups, where a member has one");
        }
        Optional<StateInspection.Group> group = state.groups().stream().findFirst();
        LedgerWalk walk = new LedgerWalk(
                group.flatMap(one -> one.snapshot().value()).map(StateInspection.SnapshotView::snapshot),
                group.flatMap(one -> one.snapshot().damage()).isPresent());
        damages.addAll(LogInspection.of(data, walk::accept).damages());
        walk.damages().forEach(damage -> damages.add(data + ": " + damage));
        if (group.isEmpty() && state.run().value().filter(run -> run.raftHeld()).isPresent()) {
            damages.add(data + " has lost its Raft directory");
        }
        state.run()
                .value()
                .flatMap(run -> run.lastApplied())
                .filter(applied -> applied.index() > walk.lastIndex())
                .ifPresent(applied -> damages.add(data + " ends at entry " + walk.lastIndex()
                        + ", while run.json says that its member had applied entry " + applied.index()));
        if (state.watermark().value().isEmpty()
                && state.run().value().filter(run -> run.marks() > 0).isPresent()) {
            damages.add(data + " has lost its watermark");
        }
        return new Source(
                data,
                Source.Kind.DATA_DIRECTORY,
                owner.clusterId(),
                owner.member().toString(),
                DirectoryDigest.of(data),
                walk.upTo(),
                walk.keys(),
                state.watermark().value().orElse(List.of()).stream()
                        .map(mark -> new Source.UnnamedMark(mark.name(), mark.at()))
                        .toList(),
                GroupInspection.members(data),
                damages.stream().distinct().toList());
    }

    private static void requireStopped(StateInspection state) {
        if (state.holder().isPresent()) {
            throw new CommandException(
                    MessageCode.RECOVERY_MEMBER_ANSWERS,
                    "process " + state.holder().get() + " runs on " + state.directory());
        }
    }

    private static CommandException unusable(Path data, String why, Exception cause) {
        return new CommandException(MessageCode.RECOVERY_SOURCE_UNUSABLE, data + ": " + why, cause);
    }
}
