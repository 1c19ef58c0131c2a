package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.raftlog.LogProtoUtils;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.ProtoUtils;
import org.apache.ratis.util.TimeDuration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Ratis server of three, to which the test sends what leaders of the other two would. */
class GroupRedeliveryTest {
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.fromString("6f2b3bd0-0d5c-4c4e-8f43-0a1a0e1f2a3c"));

    private RaftServer server;
    private RaftServer.Division division;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        List<Integer> ports = FreePorts.take(3);
        List<RaftPeer> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(RaftPeer.newBuilder()
                    .setId(String.valueOf((char) ('a' + i)))
                    .setAddress("127.0.0.1:" + ports.get(i))
                    .build());
        }
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
        // It must not stand while the test speaks.
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(60, TimeUnit.SECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(90, TimeUnit.SECONDS));
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
        GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
        GrpcConfigKeys.Server.setPort(properties, ports.get(0));
        server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf("a"))
                .setGroup(RaftGroup.valueOf(GROUP, peers))
                .setStateMachine(new BaseStateMachine())
                .setProperties(properties)
                .setOption(RaftStorage.StartupOption.FORMAT)
                .build();
        server.start();
        division = server.getDivision(GROUP);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** The group of the later leader is in effect before the log is cut, and goes when the earlier one is cut off. */
    @Test
    void ratisDropsTheGroupThatComesInPlaceOfAnother() throws Exception {
        deliver(sent("b", 1, -1, group(0, 1)));
        assertThat(inEffect()).isZero();

        deliver(sent("c", 2, -1, group(0, 2)));

        assertThat(division.getRaftLog().getTermIndex(0).getTerm()).isEqualTo(2);
        assertThat(inEffect()).isEqualTo(-1);
    }

    @Test
    void theFirstEntryOfAllCountsAgain() throws Exception {
        AppendEntriesRequestProto sent = sent("c", 2, -1, group(0, 2));
        deliver(sent("b", 1, -1, group(0, 1)));
        deliver(sent);

        new GroupRedelivery(division).deliver(0, sent);

        assertThat(inEffect()).isZero();
        assertThat(division.getRaftLog().getTermIndex(0).getTerm()).isEqualTo(2);
    }

    @Test
    void aLaterEntryCountsAgain() throws Exception {
        AppendEntriesRequestProto sent = sent("c", 2, -1, group(1, 2));
        deliver(sent("b", 1, -1, group(0, 1), group(1, 1)));
        deliver(sent.toBuilder()
                .setPreviousLog(division.getRaftLog().getTermIndex(0).toProto())
                .build());
        assertThat(inEffect()).isZero();

        new GroupRedelivery(division).deliver(1, sent);

        assertThat(inEffect()).isOne();
    }

    /** It was committed while it was cut in: Ratis refuses to look at such an entry. */
    @Test
    void aCommittedGroupCountsAgain() throws Exception {
        AppendEntriesRequestProto sent = sent("c", 2, 0, group(0, 2));
        deliver(sent("b", 1, -1, group(0, 1)));
        deliver(sent);
        Awaitility.await().until(() -> division.getRaftLog().getLastCommittedIndex() == 0);
        assertThat(inEffect()).isEqualTo(-1);

        new GroupRedelivery(division).deliver(0, sent);

        assertThat(inEffect()).isZero();
        assertThat(division.getInfo().getCurrentTerm()).isEqualTo(2);
        assertThat(division.getRaftLog().getLastEntryTermIndex().getIndex()).isZero();
    }

    /** It led before anybody else had an entry, and what it wrote is cut off: it would never have stood again. */
    @Test
    void aMemberThatWasDeposedBeforeItsFirstEntryWasTakenStandsAgain() throws Exception {
        KnownGroups groups = new KnownGroups();
        groups.running(GroupLog.of(division));
        AppendEntriesRequestProto sent = sent("c", 2, -1, group(0, 2));
        deliver(sent("b", 1, -1, group(0, 1)));
        groups.observe();

        groups.sent(sent.getEntriesList());
        deliver(sent);
        assertThat(groups.newestInEffect()).as("the group was dropped").isFalse();
        groups.countAgain(sent);

        assertThat(groups.newestInEffect()).isTrue();
    }

    private long inEffect() {
        return division.getRaftConf().getLogEntryIndex();
    }

    private void deliver(AppendEntriesRequestProto message) throws Exception {
        server.appendEntriesAsync(message).get(30, TimeUnit.SECONDS);
    }

    private LogEntryProto group(long index, long term) {
        return LogProtoUtils.toLogEntryProto(division.getRaftConf(), term, index);
    }

    private static AppendEntriesRequestProto sent(String leader, long term, long commit, LogEntryProto... entries) {
        return AppendEntriesRequestProto.newBuilder()
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(RaftPeerId.valueOf(leader).toByteString())
                        .setReplyId(RaftPeerId.valueOf("a").toByteString())
                        .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(GROUP)))
                .setLeaderTerm(term)
                .setLeaderCommit(commit)
                .addAllEntries(List.of(entries))
                .build();
    }
}
