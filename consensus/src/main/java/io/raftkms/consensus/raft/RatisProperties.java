package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.store.DataDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Every Ratis setting that is not its default, with the reason. Those on which safety rests are written out although
 * they are defaults, and {@link SettingAssertions} reads them back.
 */
final class RatisProperties {
    /** More at once are refused by Ratis rather than queued. */
    static final int MAX_PENDING_WRITES = 1024;

    /** What is asked of the ports that {@link RaftPortServices} never opens; Ratis only wants them to differ. */
    private static final int NO_CLIENT_PORT = 1;

    private static final int NO_ADMIN_PORT = 2;
    private static final SizeInBytes MAX_MESSAGE = SizeInBytes.valueOf("4MB");

    /** No entry is longer, by far; a record in the log that says so is damaged. */
    static final SizeInBytes MAX_RECORD = SizeInBytes.ONE_MB;

    private RatisProperties() {}

    static RaftProperties of(MemberSettings settings, MemberSettings.Member self, RatisTuning tuning) {
        RaftProperties properties = new RaftProperties();
        storage(properties, settings);
        durability(properties);
        log(properties, tuning);
        appender(properties);
        elections(properties, settings.timeouts());
        snapshots(properties, tuning);
        grpc(properties, settings.bindHost(), self.raftPort());
        return properties;
    }

    private static void storage(RaftProperties properties, MemberSettings settings) {
        DataDirectory data = new DataDirectory(settings.dataDirectory());
        RaftServerConfigKeys.setStorageDir(properties, List.of(data.raft().toFile()));
    }

    /** An entry counts only after it was forced, and a damaged log stops the member instead of being cut short. */
    private static void durability(RaftProperties properties) {
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setUseMemory(properties, false);
        RaftServerConfigKeys.Log.setCorruptionPolicy(properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    }

    private static void log(RaftProperties properties, RatisTuning tuning) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, tuning.segmentSize());
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, tuning.preallocated());
        // At least the appender's limit and a record header.
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("2MB"));
        // A second entry after every commit, only to know the commit index when a majority is dead.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        // One thread less on the way of an entry into a follower's log.
        RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
        RaftServerConfigKeys.Log.setPurgeGap(properties, tuning.purgeGap());
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, tuning.purgeKept());
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, tuning.purgeBeyondSlowest());
        RaftServerConfigKeys.Write.setElementLimit(properties, MAX_PENDING_WRITES);
    }

    private static void appender(RaftProperties properties) {
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, MAX_RECORD);
        // The default sleeps up to 1 ms before a send: more than the rest of a commit.
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
        // The default lets a member that came back wait up to 7.5 s.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "1ms,10, 100ms,50, 500ms,1000000");
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
        // The default of 16 MB would not fit into a message.
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, MAX_RECORD);
    }

    private static void elections(RaftProperties properties, MemberSettings.Timeouts timeouts) {
        TimeDuration min = of(timeouts.min());
        TimeDuration max = of(timeouts.max());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, max);
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, TimeDuration.ONE_SECOND);
        RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, seconds(5));
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
        // A leader that lost its majority would not stand again for 10 s, even if only its log is complete.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, max);
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, max);
        RaftServerConfigKeys.Notification.setNoLeaderTimeout(properties, seconds(2));
        RaftServerConfigKeys.setStagingTimeout(properties, seconds(30));
    }

    private static void snapshots(RaftProperties properties, RatisTuning tuning) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, tuning.snapshotEvery());
    }

    private static void grpc(RaftProperties properties, String bindHost, int raftPort) {
        GrpcConfigKeys.Server.setHost(properties, bindHost);
        GrpcConfigKeys.Server.setPort(properties, raftPort);
        GrpcConfigKeys.Client.setPort(properties, NO_CLIENT_PORT);
        GrpcConfigKeys.Admin.setPort(properties, NO_ADMIN_PORT);
        GrpcConfigKeys.setMessageSizeMax(properties, MAX_MESSAGE);
        GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 16);
    }

    private static TimeDuration of(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static TimeDuration seconds(long seconds) {
        return TimeDuration.valueOf(seconds, TimeUnit.SECONDS);
    }
}
