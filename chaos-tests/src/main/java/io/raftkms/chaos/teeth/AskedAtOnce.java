package io.raftkms.chaos.teeth;

import io.raftkms.chaos.validators.Answer;
import io.raftkms.chaos.wire.Position;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two nodes of the key want different blocks for one place at the same instant, height by height. */
final class AskedAtOnce implements Scene {
    /** A broken signer falls for one of the first few. */
    private static final int HEIGHTS = 400;

    @Override
    public String name() {
        return "asked at once";
    }

    @Override
    public String what() {
        return "A member alone has two nodes of the key, which want different blocks for one place at the same "
                + "instant, height by height, up to 400.";
    }

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        setting.running(1, 2);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            for (long height = 1; height <= HEIGHTS; height++) {
                Position at = new Position(height, 0, Position.PREVOTE);
                Future<Answer> one = two.submit(() -> asks(setting.node(0), at, 0, start));
                Future<Answer> other = two.submit(() -> asks(setting.node(1), at, 1, start));
                Answer first = one.get();
                Answer second = other.get();
                if (first instanceof Answer.Signed && second instanceof Answer.Signed) {
                    break;
                }
            }
        } finally {
            two.shutdownNow();
        }
        return List.of();
    }

    private static Answer asks(Asker node, Position at, int variant, CyclicBarrier start) throws Exception {
        start.await();
        return node.asks(at, node.block(at.height(), variant));
    }
}
