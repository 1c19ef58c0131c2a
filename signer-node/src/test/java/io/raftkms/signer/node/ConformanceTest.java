package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.simulator.ConformanceList;
import io.raftkms.signer.simulator.ConformanceList.Limits;
import io.raftkms.signer.simulator.ConformanceList.Result;
import io.raftkms.signer.simulator.ConformanceList.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conformance list against real members. With {@code -Draftkms.conformance=full} a link is parked for as long, the
 * node restarted as often and the recovery as quick as the list wants by itself; {@code .ci/conformance} does that.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConformanceTest {
    private static final Logger LOG = LoggerFactory.getLogger(ConformanceTest.class);

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "cluster of {0}")
    @ValueSource(ints = {1, 3})
    void membersPassTheWholeList(int count) throws Exception {
        try (TestValidators validators = new TestValidators(directory, 3);
                TestMembers members = new TestMembers(directory, count, validators.addresses())) {
            members.start(members.names());
            members.enrol();
            validators.start();

            List<Result> results = new ConformanceList(validators.nodes(), limits(), 1).run(ConformanceTest::tell);

            assertThat(results).extracting(Result::name).containsExactlyElementsOf(ConformanceList.names());
            assertThat(results)
                    .filteredOn(result -> result.verdict() != Verdict.PASSED)
                    .isEmpty();
            validators.assertNothingSignedTwice();
            members.awaitEqualLedgers();
        }
    }

    private static Limits limits() {
        // Shorter for every build, and patient with a machine that is busy.
        return "full".equals(System.getProperty("raftkms.conformance"))
                ? Limits.standard()
                : new Limits(Duration.ofSeconds(3), Duration.ofSeconds(1), 2);
    }

    private static void tell(Result result) {
        LOG.info(
                "{} {} in {} ms", result.verdict(), result.name(), result.took().toMillis());
    }
}
