package io.raftkms.signer.demo;

import io.raftkms.signer.simulator.DifferentSignatures;
import io.raftkms.signer.simulator.SharedKeyDriver;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.time.Clock;
import java.util.List;
import java.util.function.LongConsumer;

/** Several simulated validator nodes of one key as load. */
public final class SharedKeyLoad implements Load, AutoCloseable {
    private final BenchReport.Asked asked;
    private final List<String> names;
    private final boolean conflicts;
    private final DifferentSignatures watch;
    private final SharedKeyDriver driver;

    /**
     * @param nodes listening already, observed by the given watch
     * @param conflicts whether they also ask for what must be refused
     * @param clock time of votes
     */
    public SharedKeyLoad(
            List<SimulatedValidator> nodes,
            DifferentSignatures watch,
            BenchReport.Asked asked,
            boolean conflicts,
            Clock clock) {
        this.asked = asked;
        this.names = nodes.stream().map(SimulatedValidator::name).toList();
        this.conflicts = conflicts;
        this.watch = watch;
        this.driver = new SharedKeyDriver(nodes, asked.pace(), asked.extension(), conflicts, clock);
    }

    @Override
    public SharedKeyReport run(LongConsumer progress) throws InterruptedException {
        return report(driver.run(asked.firstHeight(), asked.heights(), progress));
    }

    @Override
    public SharedKeyReport stop() {
        driver.stop();
        return report(driver.soFar());
    }

    private SharedKeyReport report(SharedKeyDriver.Outcome outcome) {
        return SharedKeyReport.of(asked, names, conflicts, outcome, watch);
    }

    @Override
    public void close() {
        driver.close();
    }
}
