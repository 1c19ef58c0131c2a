package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckCommandTest {
    @TempDir
    private Path home;

    @Test
    void showsEveryErrorWithItsPlaceAndCode() throws IOException {
        Path file = Files.writeString(home.resolve("r.toml"), "[[chain]]\nidd = \"c\"\n[log]\nlevel = 3\n");

        CommandRun run = CommandRun.in(home, "config", "check", "r.toml");

        assertThat(run.exitCode()).isEqualTo(10);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .anyMatch(line -> line.startsWith("RK-1005 " + file + ":1:1: "))
                .anyMatch(
                        line -> line.startsWith("RK-1004 " + file + ":2:1: ") && line.endsWith("did you mean \"id\"?"))
                .anyMatch(line -> line.startsWith("RK-1006 " + file + ":4:1: "))
                .contains("3 errors; docs/messages.md explains the codes.");
    }

    @Test
    void printsProblemsAsJson() throws IOException {
        Files.writeString(home.resolve("r.toml"), "[log]\nlevel = \"loud\"\n");

        CommandRun run = CommandRun.in(home, "config", "check", "--json", "r.toml");

        assertThat(run.exitCode()).isEqualTo(10);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("valid").asBoolean()).isFalse();
        JsonNode problem = json.get("problems").get(0);
        assertThat(problem.get("code").asText()).isEqualTo("RK-1008");
        assertThat(problem.get("line").asInt()).isEqualTo(2);
        assertThat(problem.get("column").asInt()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void namesFilesThatAreNotThere() throws IOException {
        Files.writeString(
                home.resolve("r.toml"),
                "[[chain]]\nid = \"c\"\n[[validator]]\nchain_id = \"c\"\naddr = \"h:1\"\n[[providers.softsign]]\n"
                        + "chain_ids = [\"c\"]\npath = \"secrets/c.key\"\n");

        CommandRun run = CommandRun.in(home, "config", "check", "r.toml");

        assertThat(run.exitCode()).isEqualTo(12);
        assertThat(run.err())
                .contains("RK-1201 the consensus key of c, " + home.resolve("secrets/c.key") + ", does not exist")
                .contains(home.resolve("secrets/kms-identity.key").toString())
                .contains("RK-2010 " + home + " has no identity")
                .contains("raftkms init " + home)
                .doesNotContain("[tls]");
    }

    @Test
    void tellsAMissingFileFromAWrongOne() {
        CommandRun run = CommandRun.in(home, "config", "check", "none.toml");

        assertThat(run.exitCode()).isEqualTo(11);
        assertThat(run.err()).startsWith("RK-1001 Configuration file missing\n").contains("To do: ");
    }
}
