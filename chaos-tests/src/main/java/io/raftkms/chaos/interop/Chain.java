package io.raftkms.chaos.interop;

import io.raftkms.chaos.cluster.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A running node and the blocks that it makes. */
final class Chain implements AutoCloseable {
    private static final Duration FIRST_BLOCK = Duration.ofSeconds(30);
    private static final int STARTS = 5;

    private final NodeHome home;
    private final NodeRpc rpc;
    private final Path log;
    private ChildProcess node;

    Chain(NodeHome home, NodeRpc rpc, Path log) {
        this.home = home;
        this.rpc = rpc;
        this.log = log;
    }

    /** Starts the node until it makes blocks: it ends when no signer comes within 3 s, and its unit would restart it. */
    void start() throws IOException, InterruptedException {
        for (int i = 0; i < STARTS; i++) {
            node = home.start(log);
            try {
                await("the first block", FIRST_BLOCK, () -> rpc.height() >= 1 || !node.isAlive());
            } catch (IllegalStateException noBlock) {
                node.close();
                throw noBlock;
            }
            if (node.isAlive()) {
                return;
            }
        }
        throw new IllegalStateException("the node ended " + STARTS + " times:\n" + node.logTail(20));
    }

    long height() throws InterruptedException {
        return rpc.height();
    }

    void awaitHeight(long height, Duration limit) {
        await("height " + height, limit, () -> rpc.height() >= height || !node.isAlive());
        if (!node.isAlive()) {
            throw new IllegalStateException("the node ended:\n" + node.logTail(20));
        }
    }

    NodeRpc.Commit commit(long height) throws IOException, InterruptedException {
        return rpc.commit(height);
    }

    private void await(String what, Duration limit, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(limit)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition);
        } catch (ConditionTimeoutException tooLate) {
            throw new IllegalStateException(
                    "no " + what + " within " + limit.toSeconds() + " s; the node says:\n" + node.logTail(15), tooLate);
        }
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
    }
}
