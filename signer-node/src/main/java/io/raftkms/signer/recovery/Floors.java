package io.raftkms.signer.recovery;

import io.raftkms.consensus.raft.store.StateInspection;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Floors above everything that any source says was signed: the maximum over all of them, and the operator's margin on top
 * for what no source has seen.
 *
 * @param keys ascending
 * @param unnamed records of watermarks that belong to none of the keys: no source says which key they are of
 */
public record Floors(List<RecoveredKey> keys, List<Source.UnnamedMark> unnamed) {
    /** Most heights of a margin: more is a typing error. */
    public static final long MAX_MARGIN = 10_000_000;

    public Floors {
        keys = List.copyOf(keys);
        unnamed = List.copyOf(unnamed);
    }

    private record Highest(SeenKey key, Path from) {
        private Highest and(SeenKey other, Path path) {
            return new Highest(key.and(other), other.highest().compareTo(key.highest()) > 0 ? path : from);
        }
    }

    /**
     * @param margin heights, from 1 to {@link #MAX_MARGIN}
     * @throws CommandException {@code RECOVERY_SOURCE_FOREIGN} if the sources are of different clusters, {@code
     *     RECOVERY_NOTHING_FOUND} if none knows a key, {@code RECOVERY_FLOOR_OVERFLOW}
     */
    public static Floors of(List<Source> sources, long margin) {
        if (margin < 1 || margin > MAX_MARGIN) {
            throw new IllegalArgumentException("a margin is 1 to " + MAX_MARGIN + " heights, not " + margin);
        }
        requireOneCluster(sources);
        Map<KeyId, Highest> highest = new TreeMap<>();
        for (Source source : sources) {
            for (SeenKey key : source.keys()) {
                highest.merge(
                        key.key(), new Highest(key, source.path()), (before, added) -> before.and(key, source.path()));
            }
        }
        List<Source.UnnamedMark> unnamed = addWatermarks(sources, highest);
        if (highest.isEmpty()) {
            throw new CommandException(
                    MessageCode.RECOVERY_NOTHING_FOUND,
                    "no source knows a key; " + unnamed.size() + " records of watermarks name none");
        }
        return new Floors(
                highest.values().stream().map(one -> recovered(one, margin)).toList(), unnamed);
    }

    private static void requireOneCluster(List<Source> sources) {
        Source first = sources.get(0);
        for (Source source : sources) {
            if (!source.clusterId().equals(first.clusterId())) {
                throw new CommandException(
                        MessageCode.RECOVERY_SOURCE_FOREIGN,
                        source.path() + " is of cluster " + source.clusterId() + ", while " + first.path()
                                + " is of cluster " + first.clusterId());
            }
        }
    }

    /** Any source may name the key that the watermark of another one has a record of. */
    private static List<Source.UnnamedMark> addWatermarks(List<Source> sources, Map<KeyId, Highest> highest) {
        Set<String> known = new HashSet<>();
        for (Map.Entry<KeyId, Highest> entry : highest.entrySet()) {
            String name = StateInspection.Mark.nameOf(entry.getKey());
            known.add(name);
            for (Source source : sources) {
                for (Source.UnnamedMark mark : source.marks()) {
                    if (mark.name().equals(name)) {
                        SeenKey seen = new SeenKey(entry.getKey(), mark.at(), false, false);
                        entry.setValue(entry.getValue().and(seen, source.path()));
                    }
                }
            }
        }
        List<Source.UnnamedMark> unnamed = new ArrayList<>();
        for (Source source : sources) {
            source.marks().stream().filter(mark -> !known.contains(mark.name())).forEach(unnamed::add);
        }
        return unnamed;
    }

    private static RecoveredKey recovered(Highest highest, long margin) {
        SeenKey key = highest.key();
        HeightRoundStep at = key.highest();
        if (at.height() > Long.MAX_VALUE - margin) {
            throw new CommandException(
                    MessageCode.RECOVERY_FLOOR_OVERFLOW,
                    "the key of chain " + key.key().chainId() + " stands at height " + at.height() + " in "
                            + highest.from() + ": " + margin + " heights above that there is none");
        }
        return new RecoveredKey(key.key(), at, highest.from(), at.height() + margin, key.sealed(), key.paused());
    }
}
