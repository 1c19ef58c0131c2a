package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.link.LinkState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real members, one of which has another key in the place of the enrolled one. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WrongKeyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void memberWithAnotherKeyShowsItToNoNodeAlsoAfterARestartWithoutALeader() throws Exception {
        try (TestValidators validators = new TestValidators(directory, 1);
                TestMembers members = new TestMembers(directory, 3, validators.addresses())) {
            members.replaceKey("b");
            members.start(members.names());
            members.enrol();
            awaitLink(members, "b", LinkState.WAITING_FOR_KEY);

            validators.start();

            assertThat(validators.nodes().get(0).publicKey())
                    .isEqualTo(members.key().publicKey());
            awaitLink(members, "b", LinkState.WAITING_FOR_KEY);

            members.names().forEach(members::stop);
            members.start(List.of("b"));

            awaitLink(members, "b", LinkState.WAITING_FOR_KEY);
        }
    }

    private static void awaitLink(TestMembers members, String name, LinkState state) {
        Path socket = members.configuration(name).admin().socket();
        await().atMost(PATIENCE).until(() -> {
            try (AdminClient client = new AdminClient(socket)) {
                return client.get("/api/status", ClusterReport.class).members().stream()
                        .filter(member -> member.name().equals(name))
                        .allMatch(
                                member -> member.facts().links().get(0).state().equals(state.word()));
            }
        });
    }
}
