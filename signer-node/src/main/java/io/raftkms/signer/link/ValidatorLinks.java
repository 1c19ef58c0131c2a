package io.raftkms.signer.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * All links of a member: one a {@code [[validator]]} table. Threads are its own: a few event loops, and look-ups of
 * host names apart from them, since those block.
 */
public final class ValidatorLinks implements AutoCloseable {
    private static final int MAX_LOOPS = 4;
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private final EventLoopGroup loops;
    private final ExecutorService resolver;
    private final LinkTimings timings;
    private final List<Link> links = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param random ephemeral keys and redial pauses
     */
    public ValidatorLinks(List<LinkSettings> validators, LinkCollaborators collaborators, SecureRandom random) {
        this(validators, collaborators, random, Transport.available());
    }

    ValidatorLinks(
            List<LinkSettings> validators, LinkCollaborators collaborators, SecureRandom random, Transport transport) {
        int threads = Math.max(1, Math.min(MAX_LOOPS, validators.size()));
        loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("link", true), transport.ioHandlerFactory());
        resolver = Executors.newCachedThreadPool(new DefaultThreadFactory("link-names", true));
        timings = collaborators.timings();
        RandomGenerator jitter = random;
        for (LinkSettings validator : validators) {
            Dialer dialer = new Dialer(validator, timings, transport, resolver, random);
            links.add(new Link(validator, loops.next(), dialer, collaborators, jitter));
        }
    }

    /** Begins to dial every validator node. Once. */
    public void start() {
        links.forEach(Link::start);
    }

    /** All links, in the order of the configuration; from any thread. */
    public List<LinkStatus> status() {
        return links.stream().map(Link::status).toList();
    }

    /**
     * Lets every outstanding request end, within the drain limit, then resets all connections. Blocks until done; the
     * process cannot hand out a signature over these links afterwards. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<?>[] stopped = links.stream().map(Link::stop).toArray(CompletableFuture[]::new);
        long limit = timings.drain().plus(timings.linger()).plus(SHUTDOWN).toMillis();
        CompletableFuture.allOf(stopped)
                .completeOnTimeout(null, limit, TimeUnit.MILLISECONDS)
                .join();
        resolver.shutdownNow();
        loops.shutdownGracefully(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * SHUTDOWN.toMillis());
    }
}
