package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of running members: exchanged, revoked and expired while the cluster works. */
@Tag("lifecycle")
class TlsLifeTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private TestCluster cluster;
    private RatisClusterMember renewed;
    private RatisClusterMember other;

    @BeforeEach
    void startThreeMembers() {
        cluster = TestCluster.running(directory, 3);
        other = cluster.leader();
        renewed = cluster.follower();
        cluster.enrol();
    }

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    @Test
    void renewedCertificateServesNewHandshakesWhileConnectionsStand() throws Exception {
        CertificateFacts before = renewed.certificates().own();
        long term = other.leadership().term();
        cluster.settings(renewed.self());

        renewed.certificates().prepareReload().orElseThrow().run();

        assertThat(renewed.certificates().own().serial()).isNotEqualTo(before.serial());
        assertThat(other.certificates().handshakeWith(at(renewed), LIMIT))
                .isEqualTo(renewed.certificates().own());
        assertThat(renewed.certificates().handshakeWith(at(other), LIMIT))
                .isEqualTo(other.certificates().own());
        assertThat(call(renewed, other)).isNotNull();
        assertThat(other.leadership().term()).as("nobody was elected anew").isEqualTo(term);
    }

    @Test
    void sameFilesAreNothingNew() throws Exception {
        assertThat(renewed.certificates().prepareReload()).isEmpty();
    }

    @Test
    void filesThatDoNotFitTogetherChangeNothing() throws Exception {
        CertificateFacts before = renewed.certificates().own();
        Path tls = tls(renewed);
        Path key = Files.copy(tls.resolve("member.key"), directory.resolve("old.key"));
        cluster.settings(renewed.self());
        Files.copy(key, tls.resolve("member.key"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(renewed.certificates()::prepareReload)
                .isInstanceOfSatisfying(
                        MemberFaultException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TLS_MATERIAL_INVALID))
                .hasMessageContaining("is not the key of the certificate");
        assertThat(renewed.certificates().own()).isEqualTo(before);
        assertThat(other.certificates().handshakeWith(at(renewed), LIMIT)).isEqualTo(before);
    }

    @Test
    void clusterMovesToAnotherAuthorityOverABundleOfBoth() throws Exception {
        TestAuthority next = new TestAuthority("next CA");
        Path fresh = directory.resolve("fresh");
        MemberSettings.Tls files = next.issue(fresh, renewed.self(), TestCluster.CLUSTER_ID);
        for (RatisClusterMember member : cluster.members()) {
            Path ca = tls(member).resolve("ca.pem");
            Files.writeString(ca, Files.readString(files.ca()) + Files.readString(ca));
            member.certificates().prepareReload().orElseThrow().run();
        }
        Files.copy(files.certificate(), tls(renewed).resolve("member.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.key(), tls(renewed).resolve("member.key"), StandardCopyOption.REPLACE_EXISTING);

        renewed.certificates().prepareReload().orElseThrow().run();

        assertThat(renewed.certificates().authorities()).hasSize(2);
        assertThat(other.certificates().handshakeWith(at(renewed), LIMIT))
                .isEqualTo(renewed.certificates().own());
        assertThat(renewed.certificates().handshakeWith(at(other), LIMIT))
                .isEqualTo(other.certificates().own());
    }

    @Test
    void certificateOfAnUnknownAuthorityIsNotTakenIntoUse() throws Exception {
        MemberSettings.Tls foreign = new TestAuthority("foreign CA")
                .issue(directory.resolve("foreign"), renewed.self(), TestCluster.CLUSTER_ID);
        Files.copy(foreign.certificate(), tls(renewed).resolve("member.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(foreign.key(), tls(renewed).resolve("member.key"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(renewed.certificates()::prepareReload)
                .hasMessageContaining("was not issued by the CA of this cluster");
    }

    @Test
    void revokedCertificateIsRefusedOnConnectionsThatStandAndOnNewOnes() throws Exception {
        String serial = renewed.certificates().own().serial();
        assertThat(call(renewed, other)).isNotNull();
        revoke(other, serial + " stolen\n# a remark\n");

        other.certificates().prepareReload().orElseThrow().run();

        assertThat(other.certificates().revoked()).containsExactly(serial);
        assertThatThrownBy(() -> call(renewed, other)).hasMessageContaining("is revoked");
        assertThatThrownBy(() -> other.certificates().handshakeWith(at(renewed), LIMIT))
                .isInstanceOf(IOException.class);
        assertThat(cluster.handlers.get(other.self()).refusals)
                .anySatisfy(text -> assertThat(text)
                        .startsWith("TLS_CERTIFICATE_REVOKED")
                        .contains(renewed.self().toString(), serial + " is in revoked.txt"));
    }

    @Test
    void memberDoesNotTakeARevokedCertificateOfItsOwn() throws Exception {
        revoke(renewed, renewed.certificates().own().serial());

        assertThatThrownBy(renewed.certificates()::prepareReload)
                .isInstanceOfSatisfying(
                        MemberFaultException.class,
                        e -> assertThat(e.fault()).isEqualTo(Fault.TLS_CERTIFICATE_REVOKED));
    }

    @Test
    void listThatCannotBeReadIsRefusedWithItsLine() throws Exception {
        revoke(renewed, "# none yet\nnot a number\n");

        assertThatThrownBy(renewed.certificates()::prepareReload)
                .isInstanceOf(MemberFaultException.class)
                .hasMessageContaining("revoked.txt")
                .hasMessageContaining("line 2");
    }

    @Test
    void clockThatJumpsPastValidityLeavesPeersConnectedAndRefusesNewHandshakesWithTheReason() throws Exception {
        long term = other.leadership().term();
        cluster.clock.setAhead(Duration.ofDays(400));

        assertThat(cluster.commit(new Command.Noop())).isNotNull();
        assertThat(call(renewed, other)).isNotNull();
        assertThatThrownBy(() -> renewed.certificates().handshakeWith(at(other), LIMIT))
                .isInstanceOf(IOException.class);
        assertThat(cluster.handlers.get(renewed.self()).refusals)
                .anySatisfy(text -> assertThat(text)
                        .startsWith("TLS_CERTIFICATE_EXPIRED")
                        .contains(other.self().toString(), " is refused by this member of cluster "));
        assertThat(other.leadership().term()).isEqualTo(term);
        cluster.clock.setAhead(Duration.ZERO);
        assertThat(renewed.certificates().handshakeWith(at(other), LIMIT))
                .isEqualTo(other.certificates().own());
    }

    private MemberSettings.Member at(RatisClusterMember member) {
        return cluster.configured(member.self());
    }

    private static byte[] call(RatisClusterMember from, RatisClusterMember to) throws Exception {
        return from.callSign(to.self(), new byte[1], LIMIT).get();
    }

    private Path tls(RatisClusterMember member) {
        return directory.resolve("tls-" + member.self().name());
    }

    private void revoke(RatisClusterMember at, String text) throws IOException {
        Files.writeString(tls(at).resolve("revoked.txt"), text);
    }
}
