package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForcedVoteServicesTest {
    private static final RequestVoteReplyProto REPLY = reply(false);
    private static final String SELF = "a#0011223344556677";

    @TempDir
    Path current;

    private final List<String> calls = new ArrayList<>();
    private final List<String> granted = new ArrayList<>();
    private final Deque<Status> failures = new ArrayDeque<>();
    private final AtomicLong now = new AtomicLong();
    private final AwayVoters away = new AwayVoters(now::get);
    private final AtomicBoolean otherElectionWrites = new AtomicBoolean();
    private final AtomicBoolean stillAsks = new AtomicBoolean(true);
    private RequestVoteReplyProto answer = REPLY;
    private Path voteFile;

    @Test
    void asksAVoterThatWasAwayOnceMoreOverANewConnection() throws Exception {
        ForcedVoteServices services = services(() -> true);
        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());
        failures.add(Status.UNAVAILABLE);

        assertThat(services.requestVote(vote())).isEqualTo(REPLY);

        assertThat(calls).containsExactly("requestVote", "requestVote", "new connection to b#1", "requestVote");
    }

    @Test
    void asksAVoterThatHasJustGoneOnceARound() throws Exception {
        ForcedVoteServices services = services(() -> true);

        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos() - 1);
        failsOnceAsUnavailable(services);

        assertThat(calls).containsExactly("requestVote", "requestVote");
    }

    @Test
    void aVoterThatAnsweredHasNotBeenAway() throws Exception {
        ForcedVoteServices services = services(() -> true);
        failsOnceAsUnavailable(services);
        services.requestVote(vote());
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());

        failsOnceAsUnavailable(services);

        assertThat(calls).containsOnly("requestVote");
    }

    @Test
    void asksAtMostTwiceAndMakesNoConnectionInEveryRound() throws Exception {
        ForcedVoteServices services = services(() -> true);
        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());
        failures.add(Status.UNAVAILABLE);

        failsOnceAsUnavailable(services);
        failsOnceAsUnavailable(services);

        assertThat(calls)
                .containsExactly("requestVote", "requestVote", "new connection to b#1", "requestVote", "requestVote");
    }

    @Test
    void keepsTheConnectionToAVoterThatAnsweredOrIsSlow() throws Exception {
        ForcedVoteServices services = services(() -> true);
        for (Status status : List.of(Status.DEADLINE_EXCEEDED, Status.CANCELLED, Status.PERMISSION_DENIED)) {
            failures.add(status);
            assertThatThrownBy(() -> services.requestVote(vote()))
                    .hasMessageContaining(status.getCode().name());
            now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());
        }

        assertThat(calls).containsOnly("requestVote");
    }

    @Test
    void asksNotAgainWhenItStandsNoMore() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        ForcedVoteServices services = services(() -> looks.incrementAndGet() <= 2);
        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());
        failures.add(Status.UNAVAILABLE);

        assertThatThrownBy(() -> services.requestVote(vote()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not stand");

        assertThat(calls).containsExactly("requestVote", "requestVote", "new connection to b#1");
    }

    @Test
    void tellsOfVotesThatItGetsAndOfNoPromises() throws Exception {
        ForcedVoteServices services = services(() -> true);

        services.requestVote(vote());
        answer = reply(true);
        services.requestVote(vote().toBuilder().setPreVote(true).build());
        assertThat(granted).isEmpty();
        services.requestVote(vote());

        assertThat(granted).containsExactly("b#1 in term 6");
    }

    @Test
    void aLeaderThatHasJustDiedIsNotAskedTwiceThoughItWasAwayBeforeItLed() throws Exception {
        ForcedVoteServices services = services(() -> true);
        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());
        away.isThere(RaftPeerId.valueOf("b#1"));

        failsOnceAsUnavailable(services);

        assertThat(calls).containsOnly("requestVote");
    }

    @Test
    void dropsNoConnectionOnceTheElectionIsOver() throws Exception {
        ForcedVoteServices services = services(() -> true);
        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());
        stillAsks.set(false);

        failsOnceAsUnavailable(services);

        assertThat(calls).containsExactly("requestVote", "requestVote");
    }

    /** Ratis interrupts whoever still asks when an election ends. */
    @Test
    void dropsNoConnectionWhenInterrupted() throws Exception {
        ForcedVoteServices services = services(() -> true);
        failsOnceAsUnavailable(services);
        now.addAndGet(AwayVoters.SAME_ELECTION.toNanos());

        Thread.currentThread().interrupt();
        failsOnceAsUnavailable(services);

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(calls).containsExactly("requestVote", "requestVote");
    }

    @Test
    void asksForNoVoteThatTheOwnFileDoesNotSay() throws Exception {
        ForcedVoteServices services = services(() -> true);

        for (String other : List.of("term=5\nvotedFor=" + SELF, "term=6\nvotedFor=", "term=7\nvotedFor=" + SELF)) {
            Files.writeString(voteFile, other + "\n");
            assertThatThrownBy(() -> services.requestVote(vote())).hasMessageContaining("in term 6");
        }
        assertThat(calls).isEmpty();

        services.requestVote(vote().toBuilder().setPreVote(true).build());
        assertThat(calls).as("a pre-vote promises nothing").hasSize(1);
    }

    @Test
    void asksForNoVoteWhileAnEarlierElectionMayStillWriteItsOwn() throws Exception {
        ForcedVoteServices services = services(() -> true);
        otherElectionWrites.set(true);
        assertThatThrownBy(() -> services.requestVote(vote())).hasMessageContaining("in term 6");
        assertThat(calls).isEmpty();

        otherElectionWrites.set(false);
        services.requestVote(vote());
        assertThat(calls).hasSize(1);
    }

    private void failsOnceAsUnavailable(ForcedVoteServices services) {
        failures.add(Status.UNAVAILABLE);
        assertThatThrownBy(() -> services.requestVote(vote())).hasMessageContaining("UNAVAILABLE");
    }

    private ForcedVoteServices services(BooleanSupplier stands) throws IOException {
        Path group = Files.createDirectories(current.resolve("group").resolve("current"));
        GrpcServices inner = (GrpcServices) Proxy.newProxyInstance(
                GrpcServices.class.getClassLoader(),
                new Class<?>[] {GrpcServices.class},
                (proxy, method, arguments) -> called(method.getName(), arguments));
        voteFile = Files.writeString(group.resolve("raft-meta"), "term=6\nvotedFor=" + SELF + "\n");
        VoteDirectoryForce force =
                new VoteDirectoryForce(group, MemberId.parse(SELF), new RecordedFailStop(), otherElectionWrites::get);
        GrantedVotes votes = (voter, term) -> granted.add(voter + " in term " + term);
        return new ForcedVoteServices(inner, new ElectionParts(force, stands, votes, away), request -> stillAsks.get());
    }

    private Object called(String method, Object... arguments) {
        if (method.equals("handleException") && arguments[2].equals(true)) {
            calls.add("new connection to " + arguments[0]);
            return null;
        }
        calls.add(method);
        if (!failures.isEmpty()) {
            throw new StatusRuntimeException(failures.remove());
        }
        return answer;
    }

    private static RequestVoteReplyProto reply(boolean granted) {
        return RequestVoteReplyProto.newBuilder()
                .setServerReply(RaftRpcReplyProto.newBuilder().setSuccess(granted))
                .setTerm(7)
                .build();
    }

    private static RequestVoteRequestProto vote() {
        return RequestVoteRequestProto.newBuilder()
                .setCandidateTerm(6)
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(RaftPeerId.valueOf(SELF).toByteString())
                        .setReplyId(RaftPeerId.valueOf("b#1").toByteString()))
                .build();
    }
}
