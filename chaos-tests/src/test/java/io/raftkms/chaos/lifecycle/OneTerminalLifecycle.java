package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody sees who tries a cluster with {@code cluster run} and {@code bench}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OneTerminalLifecycle {
    private static final int KILLED = 137;

    @RegisterExtension
    final TestValidator validator = new TestValidator("trial");

    @Test
    void killedMemberIsToldWhileTheOthersSignOnAndAStoppedBenchReports() throws Exception {
        TestCluster cluster = validator.cluster();
        try (ChildProcess run = start("run", "cluster", "run", cluster.homes().toString())) {
            cluster.enrolNewChain();
            try (ChildProcess bench = start(
                    "bench",
                    "bench",
                    "--listen",
                    validator.address(),
                    "--chain-id",
                    validator.chainId(),
                    "--rate",
                    "20",
                    "--heights",
                    "9999")) {
                await(bench, "height [0-9]+: ");
                long killed = Long.parseLong(await(run, "a \\| process ([0-9]+): "));
                ProcessHandle.of(killed).orElseThrow().destroyForcibly();

                await(run, "a \\| killed by signal 9 ");
                await(run, "a \\| still running here: b, c");
                await(run, "a \\| To do: .*raftkms start -c .*/a/raftkms.toml");

                bench.terminate();
                bench.awaitExit(LIMIT);
                await(bench, "STOPPED EARLY by a signal, after [0-9]+ of 29997 requests");
                await(bench, "refused 0, invalid 0, lost 0");
            }
            run.terminate();
            assertThat(run.awaitExit(LIMIT))
                    .as("exit code: the first failure's")
                    .isEqualTo(KILLED);
            await(run, "b \\| stopped in order");
            await(run, "c \\| stopped in order");
        }
    }

    private ChildProcess start(String name, String... arguments) throws IOException {
        return ChildProcess.start(
                name,
                validator.program().serving(arguments),
                validator.directory().resolve(name + ".log"));
    }

    /** The first group of the pattern in the log, or all of it, as soon as it is there. */
    private static String await(ChildProcess process, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return Awaitility.await(pattern + " in " + process.log())
                .atMost(LIMIT)
                .until(() -> find(wanted, Files.readString(process.log())), found -> !found.isEmpty());
    }

    private static String find(Pattern wanted, String text) {
        Matcher found = wanted.matcher(text);
        return found.find() ? found.group(found.groupCount()) : "";
    }
}
