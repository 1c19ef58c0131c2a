package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.TransferException;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AdminServerTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String NEW_CHAIN = "{\"chain_id\":\"chain-1\",\"initial_height\":1}";

    @TempDir
    private Path directory;

    private AdminFixture admin;

    @BeforeEach
    void open() {
        admin = new AdminFixture(directory);
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
    }

    // The read side

    @Test
    void readSideTellsHealthReadinessMetricsAndStatus() throws Exception {
        int port = admin.server.listenHttp(LOOPBACK, 0);

        assertThat(get(port, "/healthz").status()).isEqualTo(200);
        RawHttp notReady = get(port, "/readyz");
        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.text()).contains("not ready: no leader");
        assertThat(get(port, "/metrics").text())
                .contains("text/plain; version=0.0.4", "# TYPE raftkms_leader gauge\nraftkms_leader 1\n");
        assertThat(get(port, "/api/status").text()).contains("application/json", "\"ready\" : false");

        admin.member.lead(1);
        admin.commands
                .enrol(new EnrolRequest("chain-1", null, 1L, null, null, null))
                .join();
        assertThat(get(port, "/readyz").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/state", "/v1/state/init", "/v1/state/import", "/v1/transfer", "/v1", "/nothing"})
    void readSideHasNothingThatChangesAnything(String path) throws Exception {
        int port = admin.server.listenHttp(LOOPBACK, 0);
        admin.member.lead(1);

        assertThat(get(port, path).status()).isEqualTo(404);
        assertThat(RawHttp.over(port, "POST", path, NEW_CHAIN).status()).isEqualTo(404);
        assertThat(admin.member.submitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/api/status"})
    void readSideTakesNoPosts(String path) throws Exception {
        int port = admin.server.listenHttp(LOOPBACK, 0);

        assertThat(RawHttp.over(port, "POST", path, "{}").status()).isEqualTo(405);
    }

    @Test
    void portInUseHasAMessageOfItsOwn() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            assertThatThrownBy(() -> admin.server.listenHttp(LOOPBACK, taken.getLocalPort()))
                    .satisfies(failed -> assertCode(failed, MessageCode.PORT_IN_USE))
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    // The socket

    @Test
    void onlyItsOwnerMayOpenTheSocketAndNothingElseStaysBeside() throws Exception {
        admin.server.listenSocket(admin.socket);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(admin.socket)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly(admin.socket);
        admin.server.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void socketThatNobodyListensOnIsReplaced() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(admin.socket));
        }
        Files.createDirectory(directory.resolve("admin.sock~"));

        admin.server.listenSocket(admin.socket);

        assertThat(RawHttp.over(admin.socket, "GET", "/healthz", "").status()).isEqualTo(200);
    }

    @Test
    void socketThatSomebodyListensOnIsLeftAlone() throws Exception {
        admin.server.listenSocket(admin.socket);

        try (AdminServer second = admin.another()) {
            assertThatThrownBy(() -> second.listenSocket(admin.socket))
                    .satisfies(failed -> assertCode(failed, MessageCode.SOCKET_IN_USE))
                    .hasMessageContaining("another process listens");
        }
        assertThat(RawHttp.over(admin.socket, "GET", "/healthz", "").status()).isEqualTo(200);
    }

    @Test
    void fileThatIsNoSocketIsNeverReplaced() throws Exception {
        Files.writeString(admin.socket, "precious");

        assertThatThrownBy(() -> admin.server.listenSocket(admin.socket))
                .satisfies(failed -> assertCode(failed, MessageCode.SOCKET_IN_USE))
                .hasMessageContaining("no socket");
        assertThat(Files.readString(admin.socket)).isEqualTo("precious");
    }

    @Test
    void socketInADirectoryThatDoesNotExistFailsWithItsCode() {
        Path nowhere = directory.resolve("nowhere/admin.sock");

        assertThatThrownBy(() -> admin.server.listenSocket(nowhere))
                .satisfies(failed -> assertCode(failed, MessageCode.SOCKET_IN_USE));
    }

    @Test
    void commandWithoutARunningMemberSaysSo() {
        assertFails(() -> admin.client().get("/api/status", ClusterReport.class), MessageCode.MEMBER_NOT_RUNNING);
    }

    // The write side

    @Test
    void enrolsOnceAndTellsThatItWasEnrolledBefore() {
        admin.server.listenSocket(admin.socket);
        admin.member.lead(1);
        EnrolRequest request = new EnrolRequest("chain-1", null, null, 100L, null, null);

        try (AdminClient client = admin.client()) {
            EnrolmentReport first = client.post("/v1/state/init", request, EnrolmentReport.class);
            EnrolmentReport second = client.post("/v1/state/init", request, EnrolmentReport.class);
            LedgerReport state = client.get("/v1/state", LedgerReport.class);

            assertThat(first.already()).isFalse();
            assertThat(first.mark()).isEqualTo(new LedgerReport.Mark(100, Integer.MAX_VALUE, "precommit"));
            assertThat(second.already()).isTrue();
            assertThat(state.keys()).hasSize(1);
            assertThat(state.keys().get(0).state()).isEqualTo("enrolled");
        }
    }

    @Test
    void failuresTravelWithTheirCode() {
        admin.server.listenSocket(admin.socket);
        try (AdminClient client = admin.client()) {
            assertFails(() -> enrol(client, newChain("chain-1")), MessageCode.NO_LEADER, "no leader: a majority of ");
            admin.member.follow(FakeMember.B, 1);
            CommandException notLeader =
                    assertFails(() -> enrol(client, newChain("chain-1")), MessageCode.NOT_THE_LEADER);
            assertThat(notLeader.failures().get(0).detail()).isEqualTo("b");
            admin.member.leadUnready(1);
            assertFails(() -> enrol(client, newChain("chain-1")), MessageCode.NO_LEADER);
            admin.member.lead(1);
            assertFails(() -> enrol(client, newChain("chain-2")), MessageCode.CHAIN_NOT_CONFIGURED);
            enrol(client, newChain("chain-1"));
            assertFails(
                    () -> enrol(client, new EnrolRequest("chain-1", null, 7L, null, null, null)),
                    MessageCode.ENROLMENT_REFUSED);
            assertFails(
                    () -> client.post(
                            "/v1/state/import",
                            new ImportRequest(
                                    "chain-1", null, "{".getBytes(StandardCharsets.UTF_8), true, false, false),
                            EnrolmentReport.class),
                    MessageCode.STATE_FILE_DAMAGED,
                    "text that is not JSON");
        }
    }

    @Test
    void transferTellsWhoLeadsAndWhyNot() {
        admin.server.listenSocket(admin.socket);
        admin.member.lead(1);
        try (AdminClient client = admin.client()) {
            TransferReport report = transferring(
                    () -> client.post("/v1/transfer", new TransferRequest("c"), TransferReport.class),
                    moved -> moved.complete(FakeMember.C));
            assertThat(report.leader()).isEqualTo("c");

            assertFails(
                    () -> transferring(
                            () -> client.post("/v1/transfer", new TransferRequest(null), TransferReport.class),
                            moved ->
                                    moved.completeExceptionally(new TransferException("no other voter answers", null))),
                    MessageCode.TRANSFER_FAILED);
            assertFails(
                    () -> client.post("/v1/transfer", new TransferRequest("z"), TransferReport.class),
                    MessageCode.USAGE);
        }
    }

    @Test
    void bodyThatIsNoneOfTheRoutesIsRefusedWithoutSubmittingAnything() throws Exception {
        admin.server.listenSocket(admin.socket);
        admin.member.lead(1);

        for (String body : new String[] {"", "null", "nonsense", "[1]", "{\"chain_id\":{}}"}) {
            RawHttp answer = RawHttp.over(admin.socket, "POST", "/v1/state/init", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.text()).contains(MessageCode.USAGE.code());
        }
        assertThat(admin.member.submitted).isEmpty();
    }

    @Test
    void bodyAboveTheLimitIsRefused() throws Exception {
        admin.server.listenSocket(admin.socket);
        admin.member.lead(1);
        String body = "{\"chain_id\":\"" + "x".repeat((int) AdminRoutes.MAX_BODY) + "\"}";

        assertThat(RawHttp.over(admin.socket, "POST", "/v1/state/init", body).status())
                .isEqualTo(413);
        assertThat(admin.member.submitted).isEmpty();
    }

    @Test
    void statusShowsWhoAnswersAndWhoDoesNot() {
        admin.server.listenSocket(admin.socket);
        admin.member.follow(FakeMember.B, 3);

        try (AdminClient client = admin.client()) {
            ClusterReport report = client.get("/api/status", ClusterReport.class);

            assertThat(report.leader()).isEqualTo("b");
            assertThat(report.term()).isEqualTo(3);
            assertThat(report.self()).isEqualTo("a");
            assertThat(report.ready()).isFalse();
            assertThat(report.cause()).isEqualTo("key of chain chain-1 is not enrolled");
            assertThat(report.members())
                    .extracting(ClusterReport.Member::name, ClusterReport.Member::role)
                    .containsExactly(tuple("a", "follower"), tuple("b", "leader"), tuple("c", "unknown"));
        }
    }

    private static RawHttp get(int port, String path) throws Exception {
        return RawHttp.over(port, "GET", path, "");
    }

    private Stream<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        }
    }

    private static EnrolRequest newChain(String chainId) {
        return new EnrolRequest(chainId, null, 1L, null, null, null);
    }

    private static EnrolmentReport enrol(AdminClient client, EnrolRequest request) {
        return client.post("/v1/state/init", request, EnrolmentReport.class);
    }

    private <T> T transferring(Supplier<T> command, Consumer<CompletableFuture<MemberId>> end) {
        int before = admin.member.transfers.size();
        CompletableFuture<T> done = CompletableFuture.supplyAsync(command);
        Awaitility.await().until(() -> admin.member.transfers.size() > before);
        end.accept(admin.member.transfers.get(before).moved());
        try {
            return done.join();
        } catch (CompletionException e) {
            throw (CommandException) e.getCause();
        }
    }

    private static void assertFails(ThrowingCallable call, MessageCode code, String said) {
        assertThat(assertFails(call, code)).hasMessageContaining(said);
    }

    private static CommandException assertFails(ThrowingCallable call, MessageCode code) {
        Throwable failure = catchThrowable(call);
        assertCode(failure, code);
        return (CommandException) failure;
    }

    private static void assertCode(Throwable failure, MessageCode code) {
        assertThat(failure).isInstanceOf(CommandException.class);
        assertThat(((CommandException) failure).failures().get(0).code())
                .as(failure.getMessage())
                .isEqualTo(code);
    }
}
