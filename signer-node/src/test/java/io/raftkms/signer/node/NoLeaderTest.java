package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.NotReady;
import io.raftkms.signer.simulator.RemoteSignerErrorException;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real member of a cluster of three whose other members do not run. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class NoLeaderTest {
    @TempDir
    private Path directory;

    @Test
    void publicKeyIsAnsweredAndVotesAndPingsEndInSilence() throws Exception {
        try (TestValidators validators = new TestValidators(directory, 1);
                TestMembers members = new TestMembers(directory, 3, validators.addresses())) {
            members.start(List.of("b"));
            validators.start();
            SimulatedValidator node = validators.nodes().get(0);

            assertThat(node.publicKey()).isEqualTo(members.key().publicKey());
            assertThat(node.ping()).as("pong without a leader").isFalse();
            assertSilent(node);
            try (AdminClient client =
                    new AdminClient(members.configuration("b").admin().socket())) {
                ClusterReport report = client.get("/api/status", ClusterReport.class);
                assertThat(report.ready()).isFalse();
                assertThat(report.leader()).isNull();
                assertThat(new NotReady(report.cause(), report.next()).line())
                        .startsWith("NOT READY: waiting for hello from a (no answer");
                assertThat(report.members())
                        .filteredOn(ClusterReport.Member::reachable)
                        .extracting(ClusterReport.Member::name)
                        .containsExactly("b");
            }
        }
    }

    /** A node that got a RemoteSignerError would never ask for this vote again. */
    private static void assertSilent(SimulatedValidator node) {
        Vote vote = new Vote(Step.PREVOTE.messageType(), 1, 0, BlockId.NIL, Instant.EPOCH, ByteString.EMPTY);
        assertThatThrownBy(() -> node.ask(new PrivvalRequest.SignVote(TestMembers.CHAIN, vote, false)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RemoteSignerErrorException.class);
    }
}
