package io.raftkms.signer.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

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
    private final LinkCollaborators collaborators;
    private final SecureRandom random;
    private final Transport transport;
    private volatile Map<LinkId, Link> links = Map.of();
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
        this.collaborators = collaborators;
        this.random = random;
        this.transport = transport;
        links = with(validators);
        collaborators.watch().onChange(() -> links.values().forEach(Link::onLeadershipChange));
    }

    /** Begins to dial every validator node. Once. */
    public void start() {
        links.values().forEach(Link::start);
    }

    /** All links, in the order of the configuration; from any thread. */
    public List<LinkStatus> status() {
        return links.values().stream().map(Link::status).toList();
    }

    /**
     * Ends some links, each after the answer that is outstanding and within the drain limit. The others notice nothing.
     *
     * @return completes when they are closed
     */
    public synchronized CompletableFuture<Void> end(Set<LinkId> which) {
        Map<LinkId, Link> left = new LinkedHashMap<>(links);
        List<CompletableFuture<Void>> ending = new ArrayList<>();
        for (LinkId id : which) {
            Link link = left.remove(id);
            if (link != null) {
                ending.add(link.stop());
            }
        }
        links = Collections.unmodifiableMap(left);
        return CompletableFuture.allOf(ending.toArray(new CompletableFuture<?>[0]));
    }

    /** Adds links and begins to dial their validator nodes; nothing any more once it is closed. */
    public synchronized void begin(List<LinkSettings> validators) {
        if (closed.get()) {
            return;
        }
        Map<LinkId, Link> before = links;
        links = with(validators);
        links.forEach((id, link) -> {
            if (!before.containsKey(id)) {
                link.start();
            }
        });
    }

    /** All of them; reports go on naming them. Whoever was beginning links has done so when this is called. */
    private synchronized CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(links.values().stream().map(Link::stop).toArray(CompletableFuture<?>[]::new));
    }

    private Map<LinkId, Link> with(List<LinkSettings> validators) {
        Map<LinkId, Link> all = new LinkedHashMap<>(links);
        for (LinkSettings validator : validators) {
            Dialer dialer = new Dialer(validator, timings, transport, resolver, random);
            Link link = new Link(validator, loops.next(), dialer, collaborators, random);
            if (all.putIfAbsent(validator.id(), link) != null) {
                throw new IllegalArgumentException("two links " + validator.id());
            }
        }
        return Collections.unmodifiableMap(all);
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
        CompletableFuture<Void> stopped = stop();
        long limit = timings.drain().plus(timings.linger()).plus(SHUTDOWN).toMillis();
        stopped.completeOnTimeout(null, limit, TimeUnit.MILLISECONDS).join();
        resolver.shutdownNow();
        loops.shutdownGracefully(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * SHUTDOWN.toMillis());
    }
}
