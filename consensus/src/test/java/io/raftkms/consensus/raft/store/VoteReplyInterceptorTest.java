package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row by row, in the order of the table at {@link VoteReplyInterceptor}. */
class VoteReplyInterceptorTest {
    private static final String A = "a#0011223344556677";
    private static final String B = "b#0011223344556677";

    @TempDir
    Path current;

    private final List<Path> forced = new ArrayList<>();
    private final AtomicBoolean otherElectionWrites = new AtomicBoolean();
    private final RecordedFailStop failStop = new RecordedFailStop();
    private final VoteCall call = new VoteCall();

    @BeforeEach
    void votedForAInTermSix() throws IOException {
        file("term=6\nvotedFor=" + A);
    }

    @Test
    void theAnswerToAPreVoteWaitsForNothing() throws Exception {
        file("term=5\nvotedFor=");

        answer(request(A, 6).setPreVote(true), true);

        assertThat(call.sent).hasSize(1);
        assertThat(forced).isEmpty();
    }

    @Test
    void aRefusalLeavesWhenTheDirectoryIsForced() {
        answer(request(B, 6), false);

        assertThat(call.sent).hasSize(1);
        assertThat(forced).contains(current);
    }

    @Test
    void aVoteLeavesWhenTheFileHasIt() {
        answer(request(A, 6), true);

        assertThat(call.sent).hasSize(1);
        assertThat(forced).contains(current);
    }

    @Test
    void aVoteDoesNotLeaveWhenAnotherOneOrAnOlderOneIsInTheFile() throws Exception {
        for (String other : List.of("term=6\nvotedFor=" + B, "term=5\nvotedFor=" + A, "term=6\nvotedFor=")) {
            file(other);
            assertThatThrownBy(() -> answer(request(A, 6), true)).hasMessageContaining("for " + A + " in term 6");
        }

        assertThat(call.sent).isEmpty();
        assertThat(failStop.halts()).isEmpty();
    }

    @Test
    void aVoteDoesNotLeaveWhileAnEarlierElectionMayPutAnOlderOneInItsPlace() {
        otherElectionWrites.set(true);

        assertThatThrownBy(() -> answer(request(A, 6), true)).hasMessageContaining("for " + A + " in term 6");

        assertThat(call.sent).isEmpty();
    }

    private void file(String content) throws IOException {
        Files.writeString(current.resolve("raft-meta"), content + "\n");
    }

    private static RequestVoteRequestProto.Builder request(String candidate, long term) {
        return RequestVoteRequestProto.newBuilder()
                .setCandidateTerm(term)
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(RaftPeerId.valueOf(candidate).toByteString()));
    }

    private void answer(RequestVoteRequestProto.Builder asked, boolean granted) {
        VoteDirectoryForce force = new VoteDirectoryForce(
                current,
                MemberId.parse("a#0011223344556677"),
                failStop,
                otherElectionWrites::get,
                forced::add,
                DurableFiles::link);
        ServerCallHandler<RequestVoteRequestProto, RequestVoteReplyProto> service =
                (through, headers) -> new ServerCall.Listener<RequestVoteRequestProto>() {
                    @Override
                    public void onMessage(RequestVoteRequestProto message) {
                        through.sendMessage(RequestVoteReplyProto.newBuilder()
                                .setTerm(message.getCandidateTerm())
                                .setServerReply(RaftRpcReplyProto.newBuilder().setSuccess(granted))
                                .build());
                    }
                };
        new VoteReplyInterceptor(force)
                .interceptCall(call, new Metadata(), service)
                .onMessage(asked.build());
    }

    /** What would go over the wire. */
    private static final class VoteCall extends ServerCall<RequestVoteRequestProto, RequestVoteReplyProto> {
        private final List<RequestVoteReplyProto> sent = new ArrayList<>();

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(RequestVoteReplyProto message) {
            sent.add(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<RequestVoteRequestProto, RequestVoteReplyProto> getMethodDescriptor() {
            return RaftServerProtocolServiceGrpc.getRequestVoteMethod();
        }
    }
}
