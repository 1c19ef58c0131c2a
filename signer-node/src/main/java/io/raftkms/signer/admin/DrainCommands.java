package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes this member out of leadership for planned work, and back: {@code POST /v1/drain} and {@code /v1/undrain}. It goes
 * on voting, holding links and forwarding.
 */
public final class DrainCommands implements RouteGroup {
    /** The call has nothing to say but that it is meant. */
    public record Request() {}

    private static final Duration TRANSFER = Duration.ofSeconds(5);
    private static final long MOST_BEHIND = 1000;

    private final ClusterMember member;
    private final ClusterView view;
    private final DrainSwitch drain;

    public DrainCommands(ClusterMember member, ClusterView view, DrainSwitch drain) {
        this.member = member;
        this.view = view;
        this.drain = drain;
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/drain", Request.class, request -> drain());
        AdminRoutes.post(router, "/v1/undrain", Request.class, request -> undrain());
    }

    /** Gives up leadership and does not stand until undrained; fails with {@link CommandException}. */
    public CompletableFuture<DrainReport> drain() {
        if (member.group().listeners().contains(member.self())) {
            throw new CommandException(MessageCode.DRAIN_REFUSED, "a listener never leads: there is nothing to drain");
        }
        return view.report().thenCompose(report -> {
            MemberId successor = successor(report)
                    .orElseThrow(() -> new CommandException(
                            MessageCode.DRAIN_REFUSED,
                            "no other member is up to date, signs with every enrolled key and is not drained"));
            turn(true);
            if (member.leadership().role() != Leadership.Role.LEADER) {
                return CompletableFuture.completedFuture(report());
            }
            return member.transferLeadership(Optional.of(successor), TRANSFER).handle((leader, failure) -> {
                if (failure == null) {
                    return new DrainReport(member.self().name(), true, leader.name());
                }
                if (member.leadership().role() != Leadership.Role.LEADER) {
                    // Lost meanwhile, to whomever: that is what was asked for.
                    return report();
                }
                turn(false);
                throw new CommandException(
                        MessageCode.TRANSFER_FAILED,
                        "this member leads on and is not drained: "
                                + (failure.getCause() == null ? failure : failure.getCause()).getMessage());
            });
        });
    }

    /** Stands for election again. */
    public CompletableFuture<DrainReport> undrain() {
        turn(false);
        return CompletableFuture.completedFuture(report());
    }

    private DrainReport report() {
        return new DrainReport(
                member.self().name(),
                drain.drained(),
                view.leader().map(MemberId::name).orElse(null));
    }

    private void turn(boolean drained) {
        try {
            drain.turn(drained);
        } catch (IOException e) {
            throw new CommandException(
                    MessageCode.FILE_NOT_WRITTEN, "the mark in the data directory: " + e.getMessage(), e);
        }
    }

    /** The one that has applied most; a member that leads already is as good as any. */
    private Optional<MemberId> successor(ClusterReport report) {
        Set<MemberFacts.Key> needed = MemberFacts.Key.needed(member.ledger());
        Set<MemberId> voters = member.group().voters();
        long enough = report.appliedIndex() - MOST_BEHIND;
        return report.members().stream()
                .filter(one -> !one.name().equals(report.self()) && one.facts() != null)
                .filter(one -> voters.contains(new MemberId(one.name(), one.nonce())))
                .filter(one -> one.facts().place() != null && !one.facts().drained())
                .filter(one -> one.facts().place().appliedIndex() >= enough)
                .filter(one -> new HashSet<>(one.facts().keys()).containsAll(needed))
                .max(java.util.Comparator.comparingLong(
                        one -> one.facts().place().appliedIndex()))
                .map(one -> new MemberId(one.name(), one.nonce()));
    }
}
