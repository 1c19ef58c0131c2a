package io.raftkms.signer.key;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread of a key, with a short queue: a slow key store delays its own key and nothing else. */
final class KeyThread implements AutoCloseable {
    /** A validator node asks for one signature at a time; many at once mean that something is wrong. */
    private static final int QUEUE = 64;

    private final ThreadPoolExecutor executor;

    KeyThread(String name) {
        this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs the work; failures as {@link ConsensusKey#sign} says. */
    CompletableFuture<ByteString> run(Callable<ByteString> work, Duration deadline) {
        Task task = new Task(work);
        if (deadline.isNegative() || deadline.isZero()) {
            task.result.completeExceptionally(new TimeoutException("no time was left to sign"));
            return task.result;
        }
        task.result.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.fail(executor.isShutdown() ? "the key is closed" : QUEUE + " signatures of the key are waiting");
        }
        return task.result;
    }

    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            ((Task) waiting).fail("the key was closed");
        }
    }

    private record Task(Callable<ByteString> work, CompletableFuture<ByteString> result) implements Runnable {
        Task(Callable<ByteString> work) {
            this(work, new CompletableFuture<>());
        }

        /** Whoever asked is gone after the deadline, so there is nobody to sign for. */
        @Override
        public void run() {
            if (result.isDone()) {
                return;
            }
            try {
                result.complete(work.call());
            } catch (KeyUnusableException e) {
                result.completeExceptionally(e);
            } catch (Exception e) {
                result.completeExceptionally(new KeyUnusableException("signing failed: " + e.getMessage(), e));
            } catch (Error e) {
                result.completeExceptionally(new KeyUnusableException("signing failed: " + e, e));
                throw e;
            }
        }

        void fail(String why) {
            result.completeExceptionally(new KeyUnusableException(why));
        }
    }
}
