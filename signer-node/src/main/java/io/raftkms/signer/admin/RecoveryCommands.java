package io.raftkms.signer.admin;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Takes the keys of a lost cluster, on the leader: {@code POST /v1/state/recover} of {@link RecoverRequest} to {@link
 * RecoverReport}. A key is enrolled as paused by one entry, and sealed by the next where it was sealed, so that nothing is
 * signed in between. Repeating the call does what is left to do; a key that was resumed or taken back since stays as it is.
 */
public final class RecoveryCommands implements RouteGroup {
    private final ClusterMember member;
    private final LedgerCommands ledger;
    private final String clusterId;
    private final Supplier<List<KeyId>> configured;

    private record Wanted(KeyId key, Enrolment.Floor floor, boolean sealed) {}

    /**
     * @param configured keys that this member has
     */
    public RecoveryCommands(
            ClusterMember member, LedgerCommands ledger, String clusterId, Supplier<List<KeyId>> configured) {
        this.member = member;
        this.ledger = ledger;
        this.clusterId = clusterId;
        this.configured = configured;
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/state/recover", RecoverRequest.class, this::recover);
    }

    /** Fails with {@link CommandException}. */
    public CompletableFuture<RecoverReport> recover(RecoverRequest request) {
        if (!clusterId.equals(request.clusterId())) {
            throw new CommandException(
                    MessageCode.RECOVERY_OTHER_CLUSTER,
                    "the recovery is for cluster " + request.clusterId() + ", this is " + clusterId);
        }
        List<Wanted> wanted = wanted(request);
        ledger.requireLeader();
        wanted.forEach(this::requireNotOtherwise);
        CompletableFuture<List<RecoverReport.Key>> done = CompletableFuture.completedFuture(new ArrayList<>());
        for (Wanted one : wanted) {
            done = done.thenCompose(keys -> enrol(one).thenApply(key -> {
                keys.add(key);
                return keys;
            }));
        }
        return done.thenApply(RecoverReport::new);
    }

    private static List<Wanted> wanted(RecoverRequest request) {
        try {
            return request.keys().stream().map(RecoveryCommands::wanted).toList();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new CommandException(MessageCode.USAGE, "the recovery holds an impossible key: " + e.getMessage(), e);
        }
    }

    private static Wanted wanted(RecoverRequest.Key key) {
        KeyType type = Arrays.stream(KeyType.values())
                .filter(one -> one.wireName().equals(key.keyType()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key type is " + key.keyType()));
        ByteString bytes = ByteString.copyFrom(HexFormat.of().parseHex(key.publicKey()));
        return new Wanted(
                new KeyId(key.chainId(), new ConsensusPublicKey(type, bytes)),
                new Enrolment.Floor(HeightRoundStep.endOf(key.floorHeight()), Optional.empty()),
                key.sealed());
    }

    /** Before anything is changed; the ledger decides again when the enrolment is applied. */
    private void requireNotOtherwise(Wanted one) {
        Optional<KeyState> now = member.ledger().key(one.key());
        if (now.isPresent() && !now.get().enrolment().equals(one.floor())) {
            throw new CommandException(
                    MessageCode.RECOVERY_REFUSED,
                    "the key of chain " + one.key().chainId() + " is enrolled as "
                            + now.get().enrolment() + ", not as " + one.floor());
        }
    }

    private CompletableFuture<RecoverReport.Key> enrol(Wanted one) {
        boolean already = member.ledger().key(one.key()).isPresent();
        if (!already && !one.sealed() && !configured.get().contains(one.key())) {
            // No member stands for election that lacks an enrolled key: the cluster would lose its leader over it.
            return CompletableFuture.completedFuture(new RecoverReport.Key(
                    one.key().chainId(),
                    hex(one.key()),
                    null,
                    null,
                    false,
                    "this member has no such key: add chain and key to the configuration of every member, restart them,"
                            + " and repeat the command"));
        }
        CompletableFuture<Answer> enrolled = already
                ? CompletableFuture.completedFuture(new Answer.Done())
                : submit(new Command.Enrol(one.key(), one.floor(), true));
        return enrolled.thenCompose(answer -> seal(one)).thenApply(answer -> report(one.key(), already));
    }

    /** Not again where the key came back since. */
    private CompletableFuture<Answer> seal(Wanted one) {
        boolean wasSealed =
                member.ledger().key(one.key()).flatMap(KeyState::seal).isPresent();
        return one.sealed() && !wasSealed
                ? submit(new Command.Seal(one.key()))
                : CompletableFuture.completedFuture(new Answer.Done());
    }

    private CompletableFuture<Answer> submit(Command command) {
        return ledger.submit(command).thenApply(answer -> {
            if (answer instanceof Answer.EnrolmentRefused refused) {
                throw new CommandException(MessageCode.RECOVERY_REFUSED, refused.reason());
            }
            if (answer instanceof Answer.Refused refused) {
                throw new CommandException(MessageCode.RECOVERY_REFUSED, refused.reason());
            }
            return answer;
        });
    }

    private RecoverReport.Key report(KeyId key, boolean already) {
        LedgerReport.Key now = LedgerReport.Key.of(member.ledger()
                .key(key)
                .orElseThrow(() -> new CommandException(
                        MessageCode.OUTCOME_UNKNOWN, "this member has not applied the enrolment yet")));
        return new RecoverReport.Key(key.chainId(), hex(key), now.state(), now.mark(), already, null);
    }

    private static String hex(KeyId key) {
        return HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
    }
}
