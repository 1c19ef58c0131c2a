package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeerRecord;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a member says of itself.
 *
 * @param clusterId the cluster that it is configured for
 * @param member its id, which its certificate confirms
 * @param firstStartId of the very first start on its data directory
 * @param startNumber of this start, from 1
 * @param startId of this start
 * @param joins whether it was made for a cluster that ran already: it has no part in the formation
 * @param formed whether Raft may run there
 * @param counted the first start ids that it counted for the formation of the cluster; empty before
 * @param begun what its disk held when this start began
 * @param now what its disk holds now
 */
public record HelloFacts(
        String clusterId,
        MemberId member,
        String firstStartId,
        long startNumber,
        String startId,
        boolean joins,
        boolean formed,
        Map<MemberId, String> counted,
        Forced begun,
        Forced now) {
    public HelloFacts {
        if (startNumber < 1 || !PeerRecord.isStartId(startId) || !PeerRecord.isStartId(firstStartId)) {
            throw new IllegalArgumentException("start number from 1, start ids of 32 hex digits");
        }
        counted = Map.copyOf(counted);
    }

    /** The count in the order of the ids. */
    Map<String, String> countedInOrder() {
        Map<String, String> ordered = new TreeMap<>();
        counted.forEach((id, first) -> ordered.put(id.toString(), first));
        return ordered;
    }
}
