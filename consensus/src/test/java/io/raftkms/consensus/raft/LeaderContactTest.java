package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.ratis.proto.RaftProtos.CandidateInfoProto;
import org.apache.ratis.proto.RaftProtos.FollowerInfoProto;
import org.apache.ratis.proto.RaftProtos.LeaderInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class LeaderContactTest {
    private static final Set<MemberId> ONE = voters(1);
    private static final Set<MemberId> THREE = voters(3);
    private static final Set<MemberId> FIVE = voters(5);

    private long nanos = Duration.ofHours(1).toNanos();
    private final LeaderContact contact = new LeaderContact(() -> nanos);

    @Test
    void countsFromItsOwnStartBeforeAnyLeaderIsHeard() {
        pass(700);

        contact.observe(follower(null, 20), THREE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void followerCountsFromTheLeadersLastMessage() {
        pass(700);

        contact.observe(follower(id(0), 20), THREE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void vainElectionsProveNothing() {
        contact.observe(follower(id(0), 0), THREE);
        pass(1000);

        contact.observe(
                RoleInfoProto.newBuilder()
                        .setCandidateInfo(CandidateInfoProto.getDefaultInstance())
                        .build(),
                THREE);
        contact.observe(follower(null, 0), THREE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(1000));
    }

    @Test
    void leaderOfThreeNeedsOneAnswer() {
        pass(1000);

        contact.observe(leader(900, 30), THREE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void leaderOfFiveNeedsTwoAnswers() {
        pass(1000);

        contact.observe(leader(900, 30, 400, 10), FIVE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void listenersDoNotCount() {
        pass(1000);

        contact.observe(leader(900, 800, 5), THREE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void leaderOfOneHearsItself() {
        pass(1000);

        contact.observe(leader(), ONE);

        assertThat(contact.since()).isZero();
    }

    @Test
    void anOlderProofDoesNotReplaceANewerOne() {
        contact.observe(follower(id(0), 0), THREE);
        pass(100);

        contact.observe(leader(300, 300), THREE);

        assertThat(contact.since()).isEqualTo(Duration.ofMillis(100));
    }

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    private static RoleInfoProto follower(MemberId leader, long elapsed) {
        ServerRpcProto.Builder rpc = ServerRpcProto.newBuilder().setLastRpcElapsedTimeMs(elapsed);
        if (leader != null) {
            rpc.setId(peer(leader));
        }
        return RoleInfoProto.newBuilder()
                .setFollowerInfo(FollowerInfoProto.newBuilder().setLeaderInfo(rpc))
                .build();
    }

    /** The leader is member 0; the others follow in order, voters first. */
    private static RoleInfoProto leader(long... elapsed) {
        LeaderInfoProto.Builder info = LeaderInfoProto.newBuilder();
        for (int i = 0; i < elapsed.length; i++) {
            info.addFollowerInfo(
                    ServerRpcProto.newBuilder().setId(peer(id(i + 1))).setLastRpcElapsedTimeMs(elapsed[i]));
        }
        return RoleInfoProto.newBuilder().setLeaderInfo(info).build();
    }

    private static RaftPeerProto peer(MemberId id) {
        return RaftPeerProto.newBuilder()
                .setId(ByteString.copyFromUtf8(id.toString()))
                .build();
    }

    private static Set<MemberId> voters(int count) {
        Set<MemberId> voters = new HashSet<>();
        for (int i = 0; i < count; i++) {
            voters.add(id(i));
        }
        return voters;
    }

    private static MemberId id(int number) {
        return new MemberId("m" + number, String.format("%016x", number));
    }
}
