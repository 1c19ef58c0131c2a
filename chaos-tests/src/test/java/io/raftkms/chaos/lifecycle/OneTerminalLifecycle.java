package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody sees who tries a cluster with {@code cluster run} and {@code bench}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OneTerminalLifecycle {
    private static final String CHAIN = "trial";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int KILLED = 137;

    private final Program program = Program.find();
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        directory = Workplace.create();
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void killedMemberIsToldWhileTheOthersSignOnAndAStoppedBenchReports() throws Exception {
        String validator = "tcp://127.0.0.1:" + FreePorts.take();
        Path key = ConsensusKey.generate(directory.resolve("key.json")).file();
        try (TestCluster cluster = TestCluster.create(program, directory, CHAIN, List.of(validator), key);
                ChildProcess run =
                        start("run", "cluster", "run", cluster.homes().toString())) {
            enrolNewChain(cluster);
            try (ChildProcess bench = start(
                    "bench",
                    "bench",
                    "--listen",
                    validator,
                    "--chain-id",
                    CHAIN,
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

    /** On whichever member leads: their processes are those of the one that runs all. */
    private static void enrolNewChain(TestCluster cluster) {
        Awaitility.await("the enrolment").atMost(LIMIT).until(() -> {
            for (Member member : cluster.members()) {
                if (member.attempt("state", "init", "--chain-id", CHAIN, "--new-chain")
                                .exitCode()
                        == 0) {
                    return true;
                }
            }
            return false;
        });
    }

    private ChildProcess start(String name, String... arguments) throws IOException {
        return ChildProcess.start(name, program.serving(arguments), directory.resolve(name + ".log"));
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
