package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What a drill needs: {@code GET /v1/answers} to {@link AnswersReport}, {@code GET /v1/process} to {@link ProcessReport},
 * and {@code POST /v1/step-down}, which ends leadership without a successor, to {@link StepDownReport}.
 */
public final class DrillRoutes implements RouteGroup {
    /** The call has nothing to say but that it is meant. */
    public record Request() {}

    /** The member that led and does not any more; it may win the election that follows. */
    public record StepDownReport(String member) {}

    /**
     * The process behind the socket.
     *
     * @param startedMillis when it started, in milliseconds since the Unix epoch by its own host; with the process id it
     *     tells the process from another one of that number, say outside of a container
     */
    public record ProcessReport(String member, long pid, long startedMillis) {
        static ProcessReport own(String member) {
            ProcessHandle self = ProcessHandle.current();
            return new ProcessReport(
                    member,
                    self.pid(),
                    self.info()
                            .startInstant()
                            .map(java.time.Instant::toEpochMilli)
                            .orElse(0L));
        }
    }

    private static final Duration STEP_DOWN = Duration.ofSeconds(5);

    private final ClusterMember member;
    private final LedgerCommands commands;
    private final AnswersView answers;

    public DrillRoutes(ClusterMember member, LedgerCommands commands, AnswersView answers) {
        this.member = member;
        this.commands = commands;
        this.answers = answers;
    }

    @Override
    public void addTo(Router router) {
        router.get("/v1/answers").handler(context -> AdminRoutes.answer(context, answers.report()));
        router.get("/v1/process")
                .handler(context -> AdminRoutes.answer(
                        context,
                        CompletableFuture.completedFuture(
                                ProcessReport.own(member.self().name()))));
        AdminRoutes.post(router, "/v1/step-down", Request.class, request -> stepDown());
    }

    /** Ends this member's leadership; fails with {@link CommandException}. */
    public CompletableFuture<StepDownReport> stepDown() {
        commands.requireLeader();
        return member.stepDown(STEP_DOWN).handle((done, failure) -> {
            if (failure != null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                throw new CommandException(MessageCode.TRANSFER_FAILED, "this member leads on: " + cause.getMessage());
            }
            return new StepDownReport(member.self().name());
        });
    }
}
