package io.raftkms.signer.recovery;

import java.util.List;

/**
 * What a recovery was made from, who stands for it, and what the new cluster enrols.
 *
 * @param newClusterId the only cluster that takes it
 * @param at ISO 8601
 * @param operator name of the account that ran the command
 * @param margin heights
 * @param acceptedDamage the operator went on although sources are damaged
 */
public record RecoveryRecord(
        String warning,
        String oldClusterId,
        String newClusterId,
        String at,
        String operator,
        long margin,
        boolean acceptedDamage,
        List<SourceUsed> sources,
        List<Fenced> oldMembers,
        List<KeyFloor> keys,
        List<LostMark> unnamedMarks) {
    /** Said wherever a recovery is shown. */
    public static final String WARNING =
            "No check of this program replaces fencing: an old member that comes back signs by"
                    + " what it knew, and the validator is slashed. Only the destruction or lasting isolation of every old member"
                    + " prevents that.";

    public RecoveryRecord {
        sources = List.copyOf(sources);
        oldMembers = List.copyOf(oldMembers);
        keys = List.copyOf(keys);
        unnamedMarks = List.copyOf(unnamedMarks);
    }

    /**
     * @param sha256 lower-case hex
     * @param damages that were accepted
     */
    public record SourceUsed(
            String path, String kind, String member, String sha256, String upTo, List<String> damages) {
        static SourceUsed of(Source source) {
            return new SourceUsed(
                    source.path().toString(),
                    source.kind().toString(),
                    source.member(),
                    source.sha256(),
                    source.upTo(),
                    source.damages());
        }
    }

    /**
     * @param how it was destroyed or fenced, as the operator typed it
     * @param probes what its ports answered
     */
    public record Fenced(String member, String how, List<String> probes) {}

    /**
     * @param publicKey lower-case hex
     * @param highest h/r/s in the sources
     * @param highestFrom path of the source that says so
     */
    public record KeyFloor(
            String chainId,
            String keyType,
            String publicKey,
            String highest,
            String highestFrom,
            long floorHeight,
            boolean sealed,
            boolean pausedBefore) {
        static KeyFloor of(RecoveredKey key) {
            return new KeyFloor(
                    key.key().chainId(),
                    key.key().publicKey().type().wireName(),
                    java.util.HexFormat.of()
                            .formatHex(key.key().publicKey().bytes().toByteArray()),
                    key.highest().toString(),
                    key.highestFrom().toString(),
                    key.floorHeight(),
                    key.sealed(),
                    key.pausedBefore());
        }
    }

    /**
     * A mark of a key that no source names.
     *
     * @param name hash of chain and key
     */
    public record LostMark(String name, String mark) {}

    /** Of floors and what stands behind them. */
    public static RecoveryRecord of(
            String newClusterId,
            String at,
            String operator,
            long margin,
            boolean acceptedDamage,
            List<Source> sources,
            List<Fenced> oldMembers,
            Floors floors) {
        return new RecoveryRecord(
                WARNING,
                sources.get(0).clusterId(),
                newClusterId,
                at,
                operator,
                margin,
                acceptedDamage,
                sources.stream().map(SourceUsed::of).toList(),
                oldMembers,
                floors.keys().stream().map(KeyFloor::of).toList(),
                floors.unnamed().stream()
                        .map(mark -> new LostMark(mark.name(), mark.at().toString()))
                        .toList());
    }
}
