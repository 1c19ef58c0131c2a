package io.raftkms.consensus.raft;

import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServerConfigKeys;

/**
 * Reads the settings on which durability rests back from what Ratis is really started with, however they came there.
 * Under any other value an entry that was acknowledged can be lost.
 */
final class SettingAssertions {
    private SettingAssertions() {}

    /**
     * @throws MemberFaultException {@link Fault#RATIS_SETTING_UNSAFE}, naming every setting that is wrong
     */
    static void check(RaftProperties properties, Iterable<RaftPeer> peers) throws MemberFaultException {
        List<String> wrong = new ArrayList<>();
        if (RaftServerConfigKeys.Log.unsafeFlushEnabled(properties)) {
            wrong.add(RaftServerConfigKeys.Log.UNSAFE_FLUSH_ENABLED_KEY + " is on");
        }
        if (RaftServerConfigKeys.Log.asyncFlushEnabled(properties)) {
            wrong.add(RaftServerConfigKeys.Log.ASYNC_FLUSH_ENABLED_KEY + " is on");
        }
        if (RaftServerConfigKeys.Log.useMemory(properties)) {
            wrong.add(RaftServerConfigKeys.Log.USE_MEMORY_KEY + " is on");
        }
        if (RaftServerConfigKeys.Log.corruptionPolicy(properties)
                != RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION) {
            wrong.add(RaftServerConfigKeys.Log.CORRUPTION_POLICY_KEY + " is not EXCEPTION");
        }
        if (!prioritiesAreEqual(peers)) {
            wrong.add("the members have different election priorities");
        }
        if (!wrong.isEmpty()) {
            throw new MemberFaultException(
                    Fault.RATIS_SETTING_UNSAFE, "Raft would start unsafely: " + String.join("; ", wrong) + ".");
        }
    }

    private static boolean prioritiesAreEqual(Iterable<RaftPeer> peers) {
        Integer first = null;
        for (RaftPeer peer : peers) {
            if (first != null && first != peer.getPriority()) {
                return false;
            }
            first = peer.getPriority();
        }
        return true;
    }
}
