package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that look at files of a member that does not run. */
class InspectCommandsTest {
    @TempDir
    private Path directory;

    private Home home;

    @BeforeEach
    void makeAHome() throws Exception {
        Home.cluster(directory.resolve("homes"));
        home = new Home(directory.resolve("homes/a"));
    }

    @Test
    void stateOfANewMemberIsItsIdentityAndNothingIsWritten() throws Exception {
        Map<String, Long> before = content();

        CommandRun shown =
                CommandRun.in(directory, "state", "inspect", home.data("").toString());
        CommandRun json =
                CommandRun.in(directory, "state", "inspect", home.data("").toString(), "--json");

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("identity     a#", "run          missing");
        assertThat(json.out()).contains("\"cluster_id\"", "\"damages\" : [ ]");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void damagedFileIsNamedAndTheOthersAreShown() throws Exception {
        Home.write(home.data("run.json"), "{}");

        CommandRun shown =
                CommandRun.in(directory, "state", "inspect", home.data("").toString());

        assertThat(shown.exitCode()).isEqualTo(20);
        assertThat(shown.err()).contains("RK-2802 The run record ", "run.json is damaged: ");
        assertThat(shown.out()).contains("identity     a#", "run          DAMAGED");
    }

    @Test
    void directoriesOfSomethingElseAreRefusedWithTheWayOut() {
        for (String[] command : new String[][] {
            {"state", "inspect", "."}, {"log", "inspect", "."}, {"audit", "verify", "."}, {"audit", "conflicts", "none"}
        }) {
            CommandRun run = CommandRun.in(directory, command);

            assertThat(run.exitCode()).as(String.join(" ", command)).isEqualTo(11);
            assertThat(run.err()).contains("RK-164", "To do:");
        }
    }

    private Map<String, Long> content() throws Exception {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home.path())) {
            for (Path file : files.toList()) {
                found.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
        }
        return found;
    }
}
