package io.raftkms.signer.demo;

import io.raftkms.signer.simulator.ChainDriver;
import io.raftkms.signer.simulator.ChainReport;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A simulated validator node as load. */
public final class OneNodeLoad implements Load {
    private final BenchReport.Asked asked;
    private final FirstSignature first;
    private final ChainDriver driver;

    /**
     * @param validator listening already, observed by the given observer
     * @param clock time of votes and proposals
     */
    public OneNodeLoad(SimulatedValidator validator, FirstSignature first, BenchReport.Asked asked, Clock clock) {
        this.asked = asked;
        this.first = first;
        this.driver = new ChainDriver(validator, asked.pace(), asked.extension(), clock);
    }

    @Override
    public BenchReport run(LongConsumer progress) throws InterruptedException {
        return report(driver.run(asked.firstHeight(), asked.heights(), progress));
    }

    @Override
    public BenchReport stop() {
        driver.stop();
        return report(driver.soFar());
    }

    private BenchReport report(ChainReport run) {
        return BenchReport.of(asked, run, first.latency().orElse(Duration.ZERO));
    }
}
