package io.raftkms.signer.cli.state;

import io.raftkms.consensus.raft.store.Found;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.StateInspection;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * What {@code state inspect --json} prints. Null for what is missing or damaged; the damages say which.
 *
 * @param holder process id of the member that runs on it, where the system tells
 * @param peers content of peers.json, as text
 */
record StateReport(
        String directory,
        Long holder,
        Identity identity,
        Run run,
        List<Mark> watermark,
        String peers,
        List<Group> groups,
        List<String> damages) {

    record Identity(String clusterId, String member, String nonce) {}

    record Run(long startNumber, String startId, boolean raftHeld, Position lastApplied, int marks) {}

    record Position(long term, long index) {
        static Position of(LogPosition position) {
            return new Position(position.term(), position.index());
        }
    }

    record Hrs(long height, int round, String step) {
        static Hrs of(HeightRoundStep at) {
            return new Hrs(at.height(), at.round(), at.step().toString());
        }
    }

    record Mark(String name, String chainId, Hrs mark, String signBytesSha256, Position entry) {}

    record Group(String name, Vote vote, Snapshot snapshot) {}

    record Vote(long term, String votedFor) {}

    record Snapshot(String file, Position last, String hash, List<Key> keys) {}

    record Key(String chainId, String keyType, String publicKey, Hrs mark, int reservations, String state) {}

    static StateReport of(StateInspection found) {
        return new StateReport(
                found.directory().toString(),
                found.holder().orElse(null),
                value(
                        found.identity(),
                        identity -> new Identity(
                                identity.clusterId(),
                                identity.member().name(),
                                identity.member().nonce())),
                value(
                        found.run(),
                        run -> new Run(
                                run.startNumber(),
                                run.startId(),
                                run.raftHeld(),
                                run.lastApplied().map(Position::of).orElse(null),
                                run.marks())),
                value(
                        found.watermark(),
                        marks -> marks.stream().map(StateReport::mark).toList()),
                found.peers().value().orElse(null),
                found.groups().stream().map(StateReport::group).toList(),
                found.damages());
    }

    private static <T, R> R value(Found<T> found, Function<T, R> report) {
        return found.value().map(report).orElse(null);
    }

    private static Mark mark(StateInspection.Mark mark) {
        return new Mark(
                mark.name(),
                mark.chainId().orElse(null),
                Hrs.of(mark.at()),
                mark.signBytesSha256(),
                Position.of(mark.entry()));
    }

    private static Group group(StateInspection.Group group) {
        return new Group(
                group.name(),
                value(group.vote(), vote -> new Vote(vote.term(), vote.votedFor())),
                value(group.snapshot(), StateReport::snapshot));
    }

    private static Snapshot snapshot(StateInspection.SnapshotView view) {
        return new Snapshot(
                view.file(),
                new Position(view.snapshot().term(), view.snapshot().index()),
                hash(view),
                view.snapshot().state().keys().stream().map(StateReport::key).toList());
    }

    private static Key key(KeyState key) {
        return new Key(
                key.key().chainId(),
                key.key().publicKey().type().wireName(),
                HexFormat.of().formatHex(key.key().publicKey().bytes().toByteArray()),
                Hrs.of(key.mark()),
                key.reservations().size(),
                state(key));
    }

    /** Hash of the ledger in the snapshot: that of {@code state show} at the same index. */
    static String hash(StateInspection.SnapshotView view) {
        return HexFormat.of().formatHex(view.snapshot().state().hash());
    }

    static String state(KeyState key) {
        return key.sealed() ? "sealed" : key.pause().isPresent() ? "paused" : "enrolled";
    }
}
