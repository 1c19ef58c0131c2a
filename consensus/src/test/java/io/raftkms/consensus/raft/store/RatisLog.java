package io.raftkms.consensus.raft.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.MD5FileUtil;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.awaitility.Awaitility;

/** A Raft directory that a real Ratis server of one wrote, copied while it ran: as kill -9 leaves it. */
final class RatisLog {
    static final UUID GROUP = UUID.fromString("6f2b3bd0-0d5c-4c4e-8f43-0a1a0e1f2a3b");
    static final int MAX_RECORD_BYTES = 4 << 20;
    private static final int SEGMENT_BYTES = 8 << 10;

    private RatisLog() {}

    /** Applies nothing but positions. */
    static class Positions extends BaseStateMachine {
        @Override
        public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
            TermIndex at = TermIndex.valueOf(transaction.getLogEntry());
            updateLastAppliedTermIndex(at);
            return CompletableFuture.completedFuture(Message.valueOf(at.toString()));
        }
    }

    static RaftProperties properties(Path raft) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(raft.toFile()));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(100, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(200, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
        // A metadata entry follows each commit otherwise, also while the directory is copied.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        return properties;
    }

    static RaftServer server(
            MemberServer member, List<RaftPeer> peers, RaftProperties properties, Parameters parameters)
            throws Exception {
        return RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(member.id()))
                .setGroup(RaftGroup.valueOf(RaftGroupId.valueOf(GROUP), peers))
                .setStateMachine(member.stateMachine())
                .setProperties(properties)
                .setParameters(parameters)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
    }

    record MemberServer(String id, BaseStateMachine stateMachine) {}

    /** Writes that many entries of 100 bytes and copies the directory. */
    static void write(Path raft, Path copy, int entries) throws Exception {
        RaftProperties properties = properties(raft);
        GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
        GrpcConfigKeys.Server.setPort(properties, 0);
        RaftPeer self = RaftPeer.newBuilder()
                .setId(Members.A.toString())
                .setAddress("127.0.0.1:0")
                .build();
        Parameters parameters = new Parameters();
        try (RaftServer server = server(
                new MemberServer(Members.A.toString(), new Positions()), List.of(self), properties, parameters)) {
            server.start();
            RaftServer.Division division = server.getDivision(RaftGroupId.valueOf(GROUP));
            Awaitility.await().until(() -> division.getInfo().isLeaderReady());
            for (int i = 0; i < entries; i++) {
                submit(server, i);
            }
            Members.copy(raft, copy);
        }
        Files.deleteIfExists(copy.resolve(GROUP.toString()).resolve("in_use.lock"));
    }

    static void submit(RaftServer server, long callId) throws Exception {
        RaftClientReply reply = server.submitClientRequestAsync(RaftClientRequest.newBuilder()
                        .setClientId(ClientId.randomId())
                        .setServerId(server.getId())
                        .setGroupId(RaftGroupId.valueOf(GROUP))
                        .setCallId(callId)
                        .setMessage(Message.valueOf("x".repeat(100)))
                        .setType(RaftClientRequest.writeRequestType())
                        .build())
                .get(20, TimeUnit.SECONDS);
        if (!reply.isSuccess()) {
            throw new IllegalStateException("not committed: " + reply);
        }
    }

    /** A snapshot whose content is its own name, with the checksum file that Ratis wants. */
    static Path snapshot(RaftFiles files, LogPosition last) throws Exception {
        Files.createDirectories(files.snapshotDirectory());
        Path file = files.snapshotDirectory().resolve("snapshot." + last.term() + "_" + last.index());
        Files.writeString(file, last.term() + "_" + last.index());
        MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        return file;
    }

    /** Reads {@link #snapshot}. */
    static LogPosition lastEntry(byte[] snapshot) {
        String[] numbers = new String(snapshot, StandardCharsets.US_ASCII).split("_", -1);
        return new LogPosition(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
}
