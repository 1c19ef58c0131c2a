package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.MemberPorts;
import io.raftkms.chaos.cluster.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A member that is to join: its home is made and has its keys.
 *
 * @param argument the member as the leader is told of it
 */
record Newcomer(Member member, String argument) {
    /**
     * Makes its home beside member a.
     *
     * @param change the first step's words behind {@code cluster}: add, or replace and whom
     */
    static Newcomer make(TestValidator validator, TestCluster cluster, String name, String... change) throws Exception {
        MemberPorts ports = MemberPorts.take();
        Path home = validator.directory().resolve(name);
        List<String> words = new ArrayList<>(List.of("cluster"));
        words.addAll(List.of(change));
        words.addAll(List.of(ports.argument(name), "--out", home.toString(), "--json"));
        words.addAll(List.of("--ca", cluster.homes().resolve("ca").toString()));
        JsonNode made = new ObjectMapper().readTree(cluster.member("a").command(words.toArray(String[]::new)));
        for (JsonNode missing : made.path("missing_keys")) {
            String key = home.resolve(missing.asText()).toString();
            validator
                    .program()
                    .mustRun(LIMIT, "softsign", "import", validator.key().file().toString(), key);
        }
        return new Newcomer(
                cluster.join(name, home, ports.http()), made.path("member").asText());
    }

    /** Waits until it tells its status: it is up, and not yet in the group. */
    void awaitAnswers() {
        Awaitility.await("the new member answers")
                .atMost(LIMIT)
                .until(() -> !member.status().reachable().isEmpty());
    }
}
