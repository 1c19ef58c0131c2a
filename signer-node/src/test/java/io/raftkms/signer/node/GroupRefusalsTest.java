package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.signer.admin.AddMemberRequest;
import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.GroupReport;
import io.raftkms.signer.admin.RemoveMemberRequest;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real members refuse to change their group, over the socket of the one that leads, and say why. c has another key. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GroupRefusalsTest {
    private static final String NEW_ID = "d#00000000000000dd";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static TestMembers members;

    @BeforeAll
    static void startThreeMembers() throws Exception {
        members = new TestMembers(directory, 3, List.of("tcp://127.0.0.1:1"));
        members.replaceKey("c");
        members.start(members.names());
        members.enrol();
        // Not c, which is not fit to lead; whoever knows that before its first election is over is one of the others.
        Awaitility.await().atMost(PATIENCE).until(() -> !members.leader().equals("c"));
    }

    @AfterAll
    static void stop() {
        members.close();
    }

    @Test
    @Order(1)
    void whatTheGroupHasAlreadyOrHasNotIsNoChange() {
        assertThat(refused("/v1/group/remove", new RemoveMemberRequest("nobody", null)))
                .isEqualTo(MessageCode.GROUP_CHANGE_FAILED + " no member of the group is called nobody");
        assertThat(refused("/v1/group/remove", new RemoveMemberRequest("a", "nobody")))
                .isEqualTo(MessageCode.GROUP_CHANGE_FAILED + " no voter of the group is called nobody");
        assertThat(refused("/v1/group/add", new AddMemberRequest("b#00000000000000dd", "127.0.0.1", 1, 2, false)))
                .startsWith(MessageCode.GROUP_CHANGE_FAILED + " a member called b is in the group already: b#");
    }

    @Test
    @Order(1)
    void theLeaderIsNotRemoved() {
        assertThat(refused("/v1/group/remove", new RemoveMemberRequest(members.leader(), null)))
                .matches(MessageCode.GROUP_LEADER_STAYS + " " + members.leader() + "#\\w+ leads");
    }

    @Test
    @Order(1)
    void noMemberGivesWayToOneThatLacksKeys() {
        assertThat(refused("/v1/group/remove", new RemoveMemberRequest(follower(), "c")))
                .isEqualTo(MessageCode.SUCCESSOR_LACKS_KEYS + " c does not sign with every key that is enrolled");
    }

    /** The one that does not answer holds the first change up, so that the second one meets it. */
    @Test
    @Order(1)
    void oneChangeAtATimeAndNoneToAMemberThatDoesNotAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AddMemberRequest absent = new AddMemberRequest(NEW_ID, "127.0.0.1", 1, silent.getLocalPort(), false);
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> refused("/v1/group/add", absent));
            try (Socket underWay = silent.accept()) {
                assertThat(underWay.isConnected()).isTrue();
                assertThat(refused("/v1/group/remove", new RemoveMemberRequest("c", null)))
                        .isEqualTo(MessageCode.GROUP_CONFLICT + " another change of the group is under way");
                assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .startsWith(MessageCode.GROUP_NO_ANSWER + " " + NEW_ID + " does not answer on its peer port, ");
            }
        }
    }

    @Test
    @Order(2)
    void whatWouldLoseTheQuorumIsRefused() {
        members.stop("c");
        ClusterMember leader = members.member(members.leader()).member();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> leader.status().members().stream()
                        .filter(one -> one.id().name().equals("c"))
                        .map(GroupStatus.Member::lastHeard)
                        .allMatch(heard -> heard.orElse(Duration.ZERO).toMillis() > 1500));

        assertThat(refused("/v1/group/remove", new RemoveMemberRequest(follower(), null)))
                .isEqualTo(MessageCode.GROUP_QUORUM
                        + " the group would have 2 voters, and too few of them are up to date: c is not");
    }

    /** Of the two that have the enrolled key. */
    private static String follower() {
        return members.leader().equals("a") ? "b" : "a";
    }

    /** Code and text of the refusal by the leader; nothing is changed by it. */
    private static String refused(String path, Object request) {
        ClusterMember leader = members.member(members.leader()).member();
        try (AdminClient client =
                new AdminClient(members.configuration(members.leader()).admin().socket())) {
            CommandException refusal = catchThrowableOfType(
                    CommandException.class, () -> client.post(path, request, GroupReport.class, PATIENCE));
            assertThat(refusal).as(path).isNotNull();
            assertThat(leader.group().voters()).hasSize(3);
            return refusal.failures().get(0).code() + " "
                    + refusal.failures().get(0).detail();
        }
    }
}
