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
     * @param start as {@link ProcessStart} reads it; null if it cannot
     */
    public record ProcessReport(String member, long pid, String start) {
        static ProcessReport own(String member) {
            long pid = ProcessHandle.current().pid();
            return new ProcessReport(member, pid, ProcessStart.of(pid).orElse(null));
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
