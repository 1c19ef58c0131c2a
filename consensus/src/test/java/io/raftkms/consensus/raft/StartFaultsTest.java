package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refused start names its fault, and leaves nothing open behind. */
class StartFaultsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private TestCluster cluster;
    private MemberId self;
    private Path tls;

    @BeforeEach
    void configureOneMember() {
        cluster = new TestCluster(directory, RatisTuning.PRODUCTION, 1);
        self = cluster.ids().get(0);
        tls = directory.resolve("tls");
    }

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    private void assertStartsOnceItIsMended() {
        cluster.start(self);
        cluster.leader();
    }

    @Test
    void raftPortInUse() throws IOException {
        int port = cluster.configured(self).raftPort();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertFault(Fault.PORT_IN_USE, cluster.settings(self))
                    .hasMessageContaining("Raft port " + other.getLocalPort());
        }
        assertStartsOnceItIsMended();
    }

    @Test
    void directoryInThePlaceOfRaftsLock() throws IOException {
        cluster.start(self);
        cluster.leader();
        cluster.stop(self);
        Path lock = directory
                .resolve(self.name())
                .resolve("raft")
                .resolve(GroupLayout.groupId(TestCluster.CLUSTER_ID).getUuid().toString())
                .resolve("in_use.lock");
        Files.deleteIfExists(lock);
        Files.createDirectory(lock);

        assertFault(Fault.RAFT_START_FAILED, cluster.settings(self)).hasMessageStartingWith("Raft did not start: ");

        Files.delete(lock);
        assertStartsOnceItIsMended();
    }

    @Test
    void peerPortInUse() throws IOException {
        int port = cluster.configured(self).peerPort();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertFault(Fault.PORT_IN_USE, cluster.settings(self))
                    .hasMessageContaining("The peer port " + other.getLocalPort())
                    .hasMessageContaining(" is taken by another process. ");
        }
        assertStartsOnceItIsMended();
    }

    @Test
    void addressOfAnotherHostAndUnknownName() {
        for (String bind : List.of("192.0.2.1", "no-such-host.invalid")) {
            assertFault(Fault.ADDRESS_UNUSABLE, boundTo(bind)).hasMessageContaining(" cannot be bound on " + bind);
        }
        assertStartsOnceItIsMended();
    }

    @Test
    void evenCluster() {
        List<MemberSettings.Member> two = new ArrayList<>(cluster.settings(self).members());
        two.add(new MemberSettings.Member(new MemberId("z", "00000000000000aa"), "127.0.0.1", 1, 2));

        assertFault(Fault.EVEN_CLUSTER, with(two)).hasMessageContaining("--allow-even");
    }

    @Test
    void memberNotConfigured() {
        MemberSettings.Member other =
                new MemberSettings.Member(new MemberId("z", "00000000000000aa"), "127.0.0.1", 1, 2);

        assertFault(Fault.GROUP_INVALID, with(List.of(other))).hasMessageContaining(self.toString());
    }

    @Test
    void dataDirectoryOfARunningMember() {
        cluster.start(self);

        assertFault(Fault.DATA_DIRECTORY_LOCKED, cluster.settings(self));

        assertThat(cluster.leader().leadership().ready()).isTrue();
    }

    @Test
    void missingCertificate() throws IOException {
        MemberSettings.Tls files = cluster.authority.issue(tls, self, TestCluster.CLUSTER_ID);
        Files.delete(files.certificate());

        assertFault(Fault.TLS_MATERIAL_MISSING, files)
                .hasMessageContaining(files.certificate().toString());
    }

    @Test
    void garbageInsteadOfAKey() throws IOException {
        MemberSettings.Tls files = cluster.authority.issue(tls, self, TestCluster.CLUSTER_ID);
        Files.writeString(files.key(), "not a key", StandardCharsets.US_ASCII);

        assertFault(Fault.TLS_MATERIAL_INVALID, files)
                .hasMessageContaining(files.key().toString());
    }

    @Test
    void keyOfAnotherCertificate() {
        MemberSettings.Tls files = cluster.authority.issue(tls, self, TestCluster.CLUSTER_ID);
        MemberSettings.Tls other = cluster.authority.issue(directory.resolve("other"), self, TestCluster.CLUSTER_ID);

        assertFault(Fault.TLS_MATERIAL_INVALID, new MemberSettings.Tls(files.ca(), files.certificate(), other.key()))
                .hasMessageContaining("not the key of the certificate");
    }

    @Test
    void certificateOfAnotherAuthority() {
        MemberSettings.Tls files = cluster.authority.issue(tls, self, TestCluster.CLUSTER_ID);
        MemberSettings.Tls other =
                new TestAuthority("test CA").issue(directory.resolve("other"), self, TestCluster.CLUSTER_ID);

        assertFault(Fault.TLS_MATERIAL_INVALID, new MemberSettings.Tls(other.ca(), files.certificate(), files.key()))
                .hasMessageContaining("not issued by the CA");
    }

    @Test
    void expiredCertificate() {
        Instant now = Instant.now();

        assertFault(Fault.TLS_CERTIFICATE_EXPIRED, issued(self, now.minus(HOUR.multipliedBy(2)), now.minus(HOUR)));
    }

    @Test
    void certificateOfTheFuture() {
        Instant now = Instant.now();

        assertFault(Fault.TLS_CERTIFICATE_NOT_YET_VALID, issued(self, now.plus(HOUR), now.plus(HOUR.multipliedBy(2))));
    }

    @Test
    void certificateOfAnotherMember() {
        MemberId other = new MemberId("z", "00000000000000aa");

        assertFault(Fault.TLS_IDENTITY_MISMATCH, cluster.authority.issue(tls, other, TestCluster.CLUSTER_ID))
                .hasMessageContaining(other.toString())
                .hasMessageContaining(self.toString());
    }

    @Test
    void certificateOfAnotherCluster() {
        assertFault(Fault.TLS_IDENTITY_MISMATCH, cluster.authority.issue(tls, self, "other-cluster"))
                .hasMessageContaining("other-cluster");
    }

    @Test
    void certificateOfAnotherHost() {
        Instant now = Instant.now();
        MemberSettings.Tls files = cluster.authority.issue(
                tls, self, TestCluster.CLUSTER_ID, "127.0.0.9", now.minus(HOUR), now.plus(HOUR));

        assertFault(Fault.TLS_IDENTITY_MISMATCH, files).hasMessageContaining("127.0.0.1");
    }

    private MemberSettings.Tls issued(MemberId member, Instant from, Instant until) {
        return cluster.authority.issue(tls, member, TestCluster.CLUSTER_ID, "127.0.0.1", from, until);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFault(Fault fault, MemberSettings.Tls files) {
        return assertFault(fault, cluster.settings(self, files));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFault(Fault fault, MemberSettings settings) {
        // A refused start is reported once, by its exception, and does not end the process by itself.
        RecordedFailStop recorded = cluster.faults.get(self);
        return assertThatThrownBy(
                        () -> RatisClusterMember.start(settings, new EchoHandler(), recorded, cluster.options()))
                .isInstanceOfSatisfying(
                        MemberFaultException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    private MemberSettings boundTo(String bind) {
        MemberSettings plain = cluster.settings(self);
        return new MemberSettings(
                plain.clusterId(),
                plain.self(),
                bind,
                plain.members(),
                plain.dataDirectory(),
                plain.tls(),
                plain.timeouts(),
                plain.allowEven());
    }

    private MemberSettings with(List<MemberSettings.Member> members) {
        MemberSettings settings = cluster.settings(self);
        return new MemberSettings(
                settings.clusterId(),
                self,
                settings.bindHost(),
                members,
                settings.dataDirectory(),
                settings.tls(),
                settings.timeouts(),
                false);
    }
}
