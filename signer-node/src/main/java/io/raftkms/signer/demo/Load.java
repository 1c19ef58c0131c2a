package io.raftkms.signer.demo;

import com.google.protobuf.ByteString;
import io.raftkms.signer.simulator.ChainDriver;
import io.raftkms.signer.simulator.ChainReport;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A simulated validator node as load on whoever signs for it. */
public final class Load {
    private final SimulatedValidator validator;
    private final FirstSignature first;
    private final Clock clock;

    /**
     * @param validator listening already, observed by the given observer
     */
    public Load(SimulatedValidator validator, FirstSignature first, Clock clock) {
        this.validator = validator;
        this.first = first;
        this.clock = clock;
    }

    /**
     * Runs heights on the calling thread.
     *
     * @param progress told each height when it is done
     */
    public BenchReport run(BenchReport.Asked asked, LongConsumer progress) throws InterruptedException {
        ChainDriver.Pace pace = asked.ratePerSecond() > 0
                ? ChainDriver.Pace.perSecond(asked.ratePerSecond())
                : ChainDriver.Pace.backToBack();
        ByteString extension = ByteString.copyFrom(new byte[asked.extensionBytes()]);
        ChainDriver driver = new ChainDriver(validator, pace, extension, clock);
        ChainReport report = driver.run(asked.firstHeight(), asked.heights(), progress);
        return BenchReport.of(asked, report, first.latency().orElse(Duration.ZERO));
    }
}
