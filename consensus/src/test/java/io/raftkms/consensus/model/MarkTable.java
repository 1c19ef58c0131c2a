package io.raftkms.consensus.model;

import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records of a watermark, each a number; 0 is none. */
final class MarkTable {
    private final List<MarkRecord> records =
            new ArrayList<>(List.of(new MarkRecord(HeightRoundStep.ZERO, new LogPosition(0, 0))));
    private final Map<MarkRecord, Integer> numbers = new HashMap<>();

    /**
     * What the watermark has of the one key.
     *
     * @param at its mark
     * @param entry that set it
     */
    record MarkRecord(HeightRoundStep at, LogPosition entry) {}

    MarkRecord get(int number) {
        return records.get(number);
    }

    int number(MarkRecord record) {
        return numbers.computeIfAbsent(record, one -> {
            records.add(one);
            return records.size() - 1;
        });
    }
}
