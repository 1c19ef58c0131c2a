package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.simulator.ChainDriver;
import io.raftkms.signer.simulator.ChainReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a real member starts and stops. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SignerNodeTest {
    private static final double SIGNATURES_PER_SECOND = 50;
    private static final long HEIGHTS = 30;

    @TempDir
    private Path directory;

    @Test
    void leaderThatStopsUnderLoadHandsOverAndNoVoteIsLost() throws Exception {
        try (TestValidators validators = new TestValidators(directory, 1);
                TestMembers members = new TestMembers(directory, 3, validators.addresses())) {
            members.start(members.names());
            members.enrol();
            validators.start();
            String leader = members.leader();
            CompletableFuture<Void> stopped = new CompletableFuture<>();

            ChainReport report = new ChainDriver(
                            validators.nodes().get(0),
                            ChainDriver.Pace.perSecond(SIGNATURES_PER_SECOND),
                            ByteString.EMPTY,
                            Clock.systemUTC())
                    .run(1, HEIGHTS, height -> {
                        if (height == HEIGHTS / 3) {
                            stopped.completeAsync(() -> {
                                members.stop(leader);
                                return null;
                            });
                        }
                    });
            stopped.get(1, TimeUnit.MINUTES);

            assertThat(report.lost()).isEmpty();
            assertThat(report.signed()).isEqualTo((int) HEIGHTS * 3);
            assertThat(members.leader()).isNotEqualTo(leader);
            validators.assertNothingSignedTwice();
            members.awaitEqualLedgers();
        }
    }

    @Test
    void memberThatCannotStartLeavesNothingOpenAndCanBeStartedOnceItIsMended() throws Exception {
        try (TestValidators validators = new TestValidators(directory, 1);
                TestMembers members = new TestMembers(directory, 1, validators.addresses())) {
            Path socket = members.configuration("a").admin().socket();
            Files.writeString(socket, "in the way");
            assertThatThrownBy(() -> members.start(List.of("a")))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining(MessageCode.SOCKET_IN_USE.code());
            Files.delete(socket);

            members.start(List.of("a"));
            members.enrol();

            try (AdminClient client = new AdminClient(socket)) {
                assertThat(client.get("/api/status", ClusterReport.class).ready())
                        .isTrue();
            }
        }
    }

    @Test
    void stoppingTwiceIsHarmlessAndTakesTheAdminSocketAway() throws Exception {
        try (TestValidators validators = new TestValidators(directory, 1);
                TestMembers members = new TestMembers(directory, 1, validators.addresses())) {
            members.start(List.of("a"));
            SignerNode node = members.member("a");
            members.leader();

            members.stop("a");
            node.close();

            assertThat(members.configuration("a").admin().socket()).doesNotExist();
        }
    }
}
