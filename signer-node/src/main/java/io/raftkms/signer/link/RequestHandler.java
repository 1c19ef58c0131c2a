package io.raftkms.signer.link;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.secretconnection.NodeId;
import io.raftkms.signer.signature.SignatureResult;
import io.raftkms.signer.signature.SignatureService;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with a validator node over one connection: one request, one answer, in turn. A node never sends a
 * request before it has the last answer, so a second one is a violation. An answer belongs to the connection and the
 * request that asked for it and is dropped when either is gone.
 *
 * <p>Everything here runs on the link's event loop. Closing is by RST: the dialer sets SO_LINGER 0, and the node then
 * turns to the next member one retry earlier than after a FIN.
 */
final class RequestHandler extends SimpleChannelInboundHandler<PrivvalRequest> {
    static final String READ_TIMEOUT = "read-timeout";
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final LinkId id;
    private final Answers answers;
    private final SignatureService signatures;
    private final LinkTimings timings;
    private final ConnectionOwner owner;

    private ChannelHandlerContext context;
    private Outstanding outstanding;
    private Optional<NodeId> peer = Optional.empty();
    private boolean admitted;
    private Departure departure;
    private boolean resetDue;
    private long answeredNanos;
    private boolean answered;
    private Ending ending = Ending.PEER_CLOSED;
    private String reason = "the validator node closed the connection";

    /** A request on its way to an answer; identity matters, not content. */
    private static final class Outstanding {
        private final PrivvalRequest request;
        private final long receivedNanos;

        private Outstanding(PrivvalRequest request, long receivedNanos) {
            this.request = request;
            this.receivedNanos = receivedNanos;
        }
    }

    /** Why the connection ends as soon as nothing is outstanding and the last answer is with the node. */
    private record Departure(Ending why, String because) {}

    RequestHandler(
            LinkId id, Answers answers, SignatureService signatures, LinkTimings timings, ConnectionOwner owner) {
        this.id = id;
        this.answers = answers;
        this.signatures = signatures;
        this.timings = timings;
        this.owner = owner;
    }

    /** True while no request waits for its answer. */
    boolean idle() {
        return outstanding == null;
    }

    /** Closes by RST. The first reason counts. */
    void reset(Ending why, String because) {
        if (ending == Ending.PEER_CLOSED) {
            ending = why;
            reason = because;
        }
        if (outstanding != null) {
            finish(outstanding, Outcome.SILENT, because);
        }
        context.close();
    }

    /** Ends after the answer that is outstanding, if any; requests from now on are not answered. */
    void drain() {
        depart(new Departure(Ending.STOPPED, "the member stops"));
    }

    /** Ends now, what is outstanding without an answer; but an answer that was just given still gets its time to arrive. */
    void leave(Ending why, String because) {
        if (outstanding == null) {
            depart(new Departure(why, because));
        } else {
            reset(why, because);
        }
    }

    private void depart(Departure next) {
        if (departure == null) {
            departure = next;
        }
        if (outstanding == null) {
            resetOnceDelivered();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        owner.progressed(this, LinkState.PARKED, peer);
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HandshakeHandler.Begun) {
            owner.progressed(this, LinkState.HANDSHAKE, peer);
        } else if (event instanceof HandshakeHandler.Established established) {
            peer = Optional.of(established.peer());
            owner.progressed(this, LinkState.PARKED, peer);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, PrivvalRequest request) {
        long receivedNanos = System.nanoTime();
        if (ending != Ending.PEER_CLOSED) {
            return; // reset a moment ago; what was read with the cause is void
        }
        if (outstanding != null) {
            reset(Ending.VIOLATION, "a second request arrived before the answer to the first");
            return;
        }
        if (departure != null) {
            reset(departure.why(), departure.because());
            return;
        }
        admit(ctx);
        owner.received(request);
        Outstanding asked = new Outstanding(request, receivedNanos);
        outstanding = asked;
        Answer answer = answers.toRequest(request);
        if (answer instanceof Answer.Sign sign) {
            ask(asked, sign);
        } else {
            carryOut(asked, answer);
        }
    }

    private void admit(ChannelHandlerContext ctx) {
        if (admitted) {
            return;
        }
        admitted = true;
        // Only now: before its first request a node may rightly be silent for days.
        ctx.pipeline()
                .addFirst(READ_TIMEOUT, new ReadTimeoutHandler(timings.read().toMillis(), TimeUnit.MILLISECONDS));
        owner.progressed(this, LinkState.ADMITTED, peer);
    }

    private void ask(Outstanding asked, Answer.Sign sign) {
        CompletableFuture<SignatureResult> result =
                signatures.sign(id.validator(), sign.key(), asked.request, asked.receivedNanos);
        result.whenComplete((signature, failure) -> context.executor().execute(() -> {
            if (failure != null) {
                LOG.error("[{}] signing failed unexpectedly", id, failure);
            }
            SignatureResult end =
                    failure == null ? signature : new SignatureResult.Silence("signing failed: " + failure);
            concluded(asked, end);
        }));
    }

    private void concluded(Outstanding asked, SignatureResult result) {
        if (outstanding != asked) {
            boolean mattered = !(result instanceof SignatureResult.Silence);
            if (mattered) {
                owner.answered(this, asked.request, Outcome.DROPPED, "the connection is gone", since(asked));
            }
            return;
        }
        carryOut(asked, answers.toResult(asked.request, result));
    }

    private void carryOut(Outstanding asked, Answer answer) {
        if (answer instanceof Answer.Reply reply) {
            finish(asked, reply.outcome(), reply.detail());
            // Without the listener a failed write would leave the node to its own 5 s deadline.
            context.writeAndFlush(reply.body()).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            answered = true;
            answeredNanos = context.executor().ticker().nanoTime();
            if (departure != null) {
                resetOnceDelivered();
            }
        } else if (answer instanceof Answer.Reset reset) {
            reset(reset.ending(), reset.reason());
        }
    }

    /** A reset throws away what is still on its way, here and at the node. */
    private void resetOnceDelivered() {
        long since = context.executor().ticker().nanoTime() - answeredNanos;
        long left = timings.linger().toNanos() - since;
        if (!answered || left <= 0) {
            reset(departure.why(), departure.because());
        } else if (!resetDue) {
            resetDue = true;
            context.executor().schedule(() -> reset(departure.why(), departure.because()), left, TimeUnit.NANOSECONDS);
        }
    }

    private void finish(Outstanding asked, Outcome outcome, String detail) {
        outstanding = null;
        owner.answered(this, asked.request, outcome, detail, since(asked));
    }

    private static Duration since(Outstanding asked) {
        return Duration.ofNanos(System.nanoTime() - asked.receivedNanos);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (outstanding != null) {
            finish(outstanding, Outcome.SILENT, reason);
        }
        owner.ended(this, ending, reason);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ReadTimeoutException) {
            reset(Ending.READ_TIMEOUT, "nothing from the validator node for " + timings.read());
        } else if (cause instanceof WrongNodeException) {
            reset(Ending.WRONG_NODE, cause.getMessage());
        } else if (cause instanceof ProtocolViolationException) {
            reset(Ending.VIOLATION, cause.getMessage());
        } else if (cause instanceof IOException) {
            reset(Ending.CONNECTION_LOST, "connection lost: " + cause.getMessage());
        } else {
            LOG.error("[{}] unexpected failure on the link", id, cause);
            reset(Ending.DEFECT, "unexpected failure: " + cause);
        }
    }
}
