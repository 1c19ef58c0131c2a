package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * The end of an upgrade, on the leader: {@code POST /v1/group/finalize-upgrade} of {@link UpgradeRequest} to
 * {@link UpgradeReport}. New entries get the next version once every member of the group, listeners included, runs a
 * program that knows it. Where nobody knows a newer one, nothing is left to do.
 */
public final class UpgradeCommands implements RouteGroup {
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final ClusterMember member;
    private final LedgerCommands ledger;
    private final int newest;
    private final IntFunction<Command> upgrade;

    /**
     * @param newest version of entries that this program knows
     */
    public UpgradeCommands(ClusterMember member, LedgerCommands ledger, int newest) {
        this(member, ledger, newest, Command.FinalizeUpgrade::new);
    }

    UpgradeCommands(ClusterMember member, LedgerCommands ledger, int newest, IntFunction<Command> upgrade) {
        this.member = member;
        this.ledger = ledger;
        this.newest = newest;
        this.upgrade = upgrade;
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/group/finalize-upgrade", UpgradeRequest.class, this::finalizeUpgrade);
    }

    /** Fails with {@link CommandException}. */
    public CompletableFuture<UpgradeReport> finalizeUpgrade(UpgradeRequest request) {
        ledger.requireLeader();
        int now = member.ledger().version();
        return obstacles(now + 1).thenCompose(obstacles -> {
            if (now >= newest) {
                requireNobodyNewer(now, obstacles);
                return CompletableFuture.completedFuture(new UpgradeReport(now, true));
            }
            if (!obstacles.isEmpty()) {
                throw new CommandException(
                        MessageCode.UPGRADE_REFUSED,
                        "version " + (now + 1) + " of entries: " + String.join("; ", obstacles));
            }
            return commit(now + 1);
        });
    }

    private void requireNobodyNewer(int now, List<String> obstacles) {
        if (obstacles.size() < member.group().members().size()) {
            throw new CommandException(
                    MessageCode.UPGRADE_REFUSED,
                    "the leader's own program knows version " + now
                            + " at most, while others are newer: upgrade this member, too");
        }
    }

    private CompletableFuture<UpgradeReport> commit(int version) {
        return ledger.submit(upgrade.apply(version)).thenApply(answer -> {
            if (answer instanceof Answer.Refused refused) {
                throw new CommandException(MessageCode.UPGRADE_REFUSED, refused.reason());
            }
            Answer.Upgraded upgraded = (Answer.Upgraded) answer;
            return new UpgradeReport(upgraded.version(), upgraded.already());
        });
    }

    /** A sentence for each member of the group that does not say that it knows the version. */
    private CompletableFuture<List<String>> obstacles(int version) {
        List<CompletableFuture<Optional<String>>> answers = member.group().members().stream()
                .map(MemberSettings.Member::id)
                .map(id -> obstacle(id, version))
                .toList();
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    List<String> found = new ArrayList<>();
                    answers.forEach(answer -> answer.join().ifPresent(found::add));
                    return found;
                });
    }

    private CompletableFuture<Optional<String>> obstacle(MemberId id, int version) {
        if (id.equals(member.self())) {
            return CompletableFuture.completedFuture(
                    newest >= version ? Optional.empty() : Optional.of(tooOld(id, newest)));
        }
        return member.callStatus(id, new byte[0], ANSWER).handle((bytes, failure) -> {
            if (failure != null) {
                return Optional.of("member " + id.name() + " does not answer");
            }
            try {
                MemberFacts.Place place =
                        AdminJson.read(bytes, MemberFacts.class).place();
                int known = place == null ? 0 : place.entryVersion();
                return known >= version ? Optional.empty() : Optional.of(tooOld(id, known));
            } catch (IllegalArgumentException unreadable) {
                return Optional.of("member " + id.name() + " does not say what it knows");
            }
        });
    }

    private static String tooOld(MemberId id, int known) {
        return "the program of member " + id.name() + " knows version " + known + " at most";
    }
}
