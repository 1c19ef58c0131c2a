package io.raftkms.signer.cli.drill;

import com.google.protobuf.ByteString;
import io.raftkms.signer.cli.AwaitedSigner;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.simulator.ChainDriver;
import io.raftkms.signer.simulator.ChainReport;
import io.raftkms.signer.simulator.NodeSettings;
import io.raftkms.signer.simulator.Observer;
import io.raftkms.signer.simulator.SimulatedValidator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A validator node of the drill's own, for clusters that no validator uses yet. */
final class DrillLoad implements AutoCloseable {
    private static final double SIGNATURES_PER_SECOND = 20;

    private final SimulatedValidator node;
    private final ChainDriver driver;
    private final String chainId;
    private final CompletableFuture<ChainReport> report = new CompletableFuture<>();
    private long firstHeight;

    DrillLoad(SocketAddress listen, String chainId, Environment environment) {
        this.chainId = chainId;
        node = new SimulatedValidator(
                NodeSettings.stock("drill", listen, chainId),
                Observer.none(),
                environment.random(),
                environment.clock());
        driver = new ChainDriver(
                node, ChainDriver.Pace.perSecond(SIGNATURES_PER_SECOND), ByteString.EMPTY, environment.clock());
    }

    /** Listens and waits for a member; gives the key that it names. */
    byte[] await(String address, PrintWriter err) throws InterruptedException {
        AwaitedSigner.listen(node, address, err);
        AwaitedSigner.await(node, address);
        return node.publicKey().bytes().toByteArray();
    }

    /** Asks from this height on, until it is stopped. */
    void start(long height) {
        firstHeight = height;
        Thread thread = new Thread(this::run, "drill load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            report.complete(driver.run(firstHeight, Long.MAX_VALUE - firstHeight, height -> {}));
        } catch (InterruptedException | RuntimeException failed) {
            report.completeExceptionally(failed);
        }
    }

    /** Ends after the height under way. */
    DrillReport.Load stop() throws InterruptedException {
        driver.stop();
        try {
            ChainReport run = report.get();
            return new DrillReport.Load(
                    chainId,
                    firstHeight,
                    run.signed(),
                    run.lost().size(),
                    run.latency(1).toMillis());
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        driver.stop();
        node.close();
    }
}
