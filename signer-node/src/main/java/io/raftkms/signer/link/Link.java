package io.raftkms.signer.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.signature.SignatureService;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One validator node, as this member keeps it supplied with a signer: dials, parks, serves when admitted, dials again.
 *
 * <pre>
 * from                event                                            to
 * DIALING             connected                                        PARKED
 * DIALING             no connection                                    DIALING, after the redial pause
 * PARKED              first bytes of the node's handshake              HANDSHAKE
 * HANDSHAKE           complete, pinned id matches                      PARKED
 * PARKED              first request                                    ADMITTED
 * ADMITTED            no leader for the leaderless limit, idle         WAITING_FOR_LEADER, by RST
 * ADMITTED            ping or silence for lack of a leader             WAITING_FOR_LEADER, by RST
 * any with connection mode leader and this member leads no more        WAITING_FOR_LEADER, by RST
 * any with connection its key is not the enrolled one                  WAITING_FOR_KEY, by RST
 * DIALING             its key is not, or not yet, known to be right    WAITING_FOR_KEY
 * WAITING_FOR_KEY     its key may be shown                             DIALING, at once
 * any with connection violation, silence, read timeout, wrong node     DIALING, by RST
 * any with connection closed or lost by the node                       DIALING
 * WAITING_FOR_LEADER  a leader is heard (mode leader: this one leads)  DIALING, at once
 * any                 stop                                             CLOSED, after the outstanding answer, by RST
 * </pre>
 *
 * <p>A parked link is never given up for lack of a leader, and no timeout runs on it: the node may need it only after
 * days, and one that is abandoned costs nodes with the old accept loop 3 s. Confined to its event loop, apart from
 * {@link #status()}.
 */
final class Link {
    private final LinkSettings settings;
    private final LinkTimings timings;
    private final EventLoop loop;
    private final Dialer dialer;
    private final Answers answers;
    private final SignatureService signatures;
    private final LeaderWatch watch;
    private final LinkEvents events;
    private final Clock clock;
    private final RandomGenerator jitter;
    private final LinkReport report;
    private final Connections connections = new Connections();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile LinkStatus status;
    private RequestHandler current;
    private Future<?> nextDial;
    private boolean dialing;
    private boolean awaitingLeader;
    private boolean stopping;

    /**
     * @param collaborators what all links of a member share
     * @param jitter source of the redial pause
     */
    Link(
            LinkSettings settings,
            EventLoop loop,
            Dialer dialer,
            LinkCollaborators collaborators,
            RandomGenerator jitter) {
        this.settings = settings;
        this.timings = collaborators.timings();
        this.loop = loop;
        this.dialer = dialer;
        this.signatures = collaborators.signatures();
        this.watch = collaborators.watch();
        this.events = collaborators.events();
        this.clock = collaborators.clock();
        this.jitter = jitter;
        this.answers = new Answers(settings, signatures, watch);
        this.report = new LinkReport(settings);
        this.status = LinkStatus.initial(settings, clock.instant());
    }

    /** Begins to dial. */
    void start() {
        loop.execute(this::dialIfAllowed);
    }

    /** There is a leader now, or none, or this member leads, or does not any more. */
    void onLeadershipChange() {
        if (!loop.isShuttingDown()) {
            loop.execute(this::leadershipChanged);
        }
    }

    /** As of now; from any thread. */
    LinkStatus status() {
        return status;
    }

    /** Ends the link after the answer that is outstanding, within the drain limit; completes when it is closed. */
    CompletableFuture<Void> stop() {
        loop.execute(() -> {
            stopping = true;
            cancelDial();
            if (current != null) {
                current.drain();
                after(timings.drain(), this::resetForStop);
            } else if (!dialing) {
                finishStop();
            }
        });
        return closed;
    }

    private void resetForStop() {
        if (current != null) {
            current.reset(Ending.STOPPED, "the member stops");
        }
    }

    private void finishStop() {
        enter(LinkState.CLOSED, Optional.empty());
        closed.complete(null);
    }

    static String withheld(LinkSettings link) {
        return "the key that this member has for chain " + link.chainId() + " is not shown: another is enrolled";
    }

    private boolean hasKey() {
        return signatures.publicKey(settings.chainId(), settings.name()).isPresent();
    }

    private boolean mayDial() {
        return hasKey() && leadersAllow();
    }

    private boolean leadersAllow() {
        return settings.mode() == LinkMode.LEADER ? watch.leading() : !awaitingLeader || watch.leaderHeard();
    }

    private void leadershipChanged() {
        if (stopping) {
            return;
        }
        if (current != null) {
            leaveIfUseless(current);
        } else if (status.state() != LinkState.DIALING && mayDial()) {
            cancelDial();
            dialIfAllowed();
        }
    }

    /**
     * Whoever has the wrong key does not stay. Mode leader: only a leader stays. Mode all: without a leader an admitted
     * link leaves as soon as it is idle.
     */
    private void leaveIfUseless(RequestHandler connection) {
        if (!hasKey()) {
            connection.leave(Ending.KEY_WITHHELD, withheld(settings));
        } else if (settings.mode() == LinkMode.LEADER && !watch.leading()) {
            connection.leave(Ending.STEPPED_DOWN, "this member does not lead any more");
        } else if (status.state() == LinkState.ADMITTED && !watch.leaderHeard() && connection.idle()) {
            connection.leave(Ending.LACK_OF_LEADER, "no leader is heard");
        }
    }

    private void dialIfAllowed() {
        nextDial = null;
        if (stopping) {
            return;
        }
        if (!mayDial()) {
            waitThenDial();
            return;
        }
        awaitingLeader = false;
        enter(LinkState.DIALING, Optional.empty());
        dialing = true;
        RequestHandler requests = new RequestHandler(settings.id(), answers, signatures, timings, connections);
        dialer.dial(loop, requests).whenComplete((channel, failure) -> {
            if (loop.inEventLoop()) {
                dialed(channel, failure);
            } else {
                loop.execute(() -> dialed(channel, failure));
            }
        });
    }

    /** On success {@link Connections#progressed} has moved the state before this is called, or does so right after. */
    private void dialed(Channel channel, Throwable failure) {
        dialing = false;
        if (failure != null) {
            report.dialFailed(failure);
            status = status.failed(LinkReport.describe(failure));
            if (stopping) {
                finishStop();
            } else {
                waitThenDial();
            }
        } else if (stopping) {
            channel.close();
        }
    }

    /** The next look at whether to dial; a leadership change is looked at earlier. */
    private void waitThenDial() {
        enter(resting(), Optional.empty());
        long spread = timings.redialMax().minus(timings.redialMin()).toMillis();
        Duration pause = timings.redialMin().plusMillis(jitter.nextLong(spread + 1));
        nextDial = after(pause, this::dialIfAllowed);
    }

    private LinkState resting() {
        if (!hasKey()) {
            return LinkState.WAITING_FOR_KEY;
        }
        return leadersAllow() ? LinkState.DIALING : LinkState.WAITING_FOR_LEADER;
    }

    private void cancelDial() {
        if (nextDial != null) {
            nextDial.cancel(false);
            nextDial = null;
        }
    }

    private Future<?> after(Duration delay, Runnable action) {
        return loop.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void enter(LinkState next, Optional<NodeId> peer) {
        LinkState previous = status.state();
        if (previous != next) {
            status = status.in(next, clock.instant(), peer);
            events.stateChanged(settings.id(), previous, next);
        } else if (!status.peer().equals(peer)) {
            status = status.in(next, status.since(), peer);
        }
    }

    /** What connections tell; each tells it of itself, and the link has one at a time. */
    private final class Connections implements ConnectionOwner {
        @Override
        public void progressed(RequestHandler connection, LinkState state, Optional<NodeId> peer) {
            current = connection;
            enter(state, peer);
            report.progressed(state, peer);
            if (stopping) {
                connection.drain();
            } else if (settings.mode() == LinkMode.LEADER || !hasKey()) {
                leaveIfUseless(connection);
            }
        }

        @Override
        public void received(PrivvalRequest request) {
            status = status.asked(Asked.position(request));
            report.received(request, clock.instant());
            events.received(settings.id(), request);
        }

        @Override
        public void answered(
                RequestHandler connection, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
            events.answered(settings.id(), request, outcome, detail, took);
            if (connection == current && !watch.leaderHeard()) {
                leaveUnlessAskedAgain(connection);
            }
        }

        /** A member that never heard a leader gets no change to act on, so its idle time is measured here. */
        private void leaveUnlessAskedAgain(RequestHandler connection) {
            long requests = status.requests();
            after(timings.leaderless(), () -> {
                if (connection == current && status.requests() == requests) {
                    leaveIfUseless(connection);
                }
            });
        }

        @Override
        public void ended(RequestHandler connection, Ending ending, String reason) {
            current = null;
            status = status.failed(reason);
            events.ended(settings.id(), ending, reason);
            report.ended(ending, reason);
            if (stopping) {
                finishStop();
                return;
            }
            awaitingLeader = ending == Ending.LACK_OF_LEADER;
            waitThenDial();
        }
    }
}
