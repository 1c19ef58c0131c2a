package io.raftkms.signer.demo;

import com.google.protobuf.ByteString;
import io.raftkms.signer.simulator.ChainDriver;
import io.raftkms.signer.simulator.ChainReport;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A simulated validator node as load on whoever signs for it; runs once. */
public final class Load {
    private final BenchReport.Asked asked;
    private final FirstSignature first;
    private final ChainDriver driver;

    /**
     * @param validator listening already, observed by the given observer
     * @param clock time of votes and proposals
     */
    public Load(SimulatedValidator validator, FirstSignature first, BenchReport.Asked asked, Clock clock) {
        this.asked = asked;
        this.first = first;
        ChainDriver.Pace pace = asked.ratePerSecond() > 0
                ? ChainDriver.Pace.perSecond(asked.ratePerSecond())
                : ChainDriver.Pace.backToBack();
        ByteString extension = ByteString.copyFrom(new byte[asked.extensionBytes()]);
        this.driver = new ChainDriver(validator, pace, extension, clock);
    }

    /**
     * Runs heights on the calling thread.
     *
     * @param progress told each height when it is done
     */
    public BenchReport run(LongConsumer progress) throws InterruptedException {
        return report(driver.run(asked.firstHeight(), asked.heights(), progress), false);
    }

    /** Ends the run after the height under way, from any thread, and reports what was measured until now. */
    public BenchReport stop() {
        driver.stop();
        return report(driver.soFar(), true);
    }

    private BenchReport report(ChainReport run, boolean stopped) {
        return BenchReport.of(asked, run, first.latency().orElse(Duration.ZERO), stopped);
    }
}
