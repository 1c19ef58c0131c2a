package io.raftkms.signer.cli.drill;

import io.raftkms.signer.admin.AdminClient;
import io.raftkms.signer.admin.DrillRoutes;
import io.raftkms.signer.admin.ProcessStart;
import io.raftkms.signer.admin.TransferReport;
import io.raftkms.signer.admin.TransferRequest;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.Optional;

/** Takes a leader on this host away. */
final class Blow {
    private final FailoverKind kind;

    Blow(FailoverKind kind) {
        this.kind = kind;
    }

    /**
     * @param leader the admin socket of the member that leads
     * @throws CommandException if it cannot be done, or need not any more
     */
    void strike(AdminClient leader) {
        switch (kind) {
            case TRANSFER -> leader.post("/v1/transfer", new TransferRequest(null), TransferReport.class);
            case STEP_DOWN -> leader.post("/v1/step-down", new DrillRoutes.Request(), DrillRoutes.StepDownReport.class);
            case KILL -> kill(leader.get("/v1/process", DrillRoutes.ProcessReport.class));
        }
    }

    /** Only the very process that named itself: behind the socket may be a container with process ids of its own. */
    private static void kill(DrillRoutes.ProcessReport named) {
        ProcessHandle process = process(named)
                .orElseThrow(() -> new CommandException(
                        MessageCode.DRILL_REFUSED,
                        "member " + named.member() + " is not process " + named.pid()
                                + " of this host: it runs in a container or under another user",
                        "kill it from where it runs, or drill with --kind step-down"));
        if (process.pid() == ProcessHandle.current().pid()) {
            throw new CommandException(
                    MessageCode.DRILL_REFUSED, "member " + named.member() + " runs in this very process");
        }
        if (!process.destroyForcibly()) {
            throw new CommandException(
                    MessageCode.DRILL_REFUSED,
                    "process " + named.pid() + " of member " + named.member() + " cannot be killed by this user",
                    "run the drill as the member's user or as root");
        }
    }

    private static Optional<ProcessHandle> process(DrillRoutes.ProcessReport named) {
        return ProcessStart.of(named.pid())
                .filter(start -> start.equals(named.start()))
                .flatMap(start -> ProcessHandle.of(named.pid()));
    }
}
