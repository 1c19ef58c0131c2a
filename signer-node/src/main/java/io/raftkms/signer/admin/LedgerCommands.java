package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.raft.TransferException;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Commands of the write side. They run on the leader; elsewhere they fail with who leads. */
public final class LedgerCommands {
    static final Duration TRANSFER = Duration.ofSeconds(5);

    private final ClusterMember member;
    private final ClusterView view;
    private final List<KeyId> configuredKeys;

    public LedgerCommands(ClusterMember member, ClusterView view, List<KeyId> configuredKeys) {
        this.member = member;
        this.view = view;
        this.configuredKeys = List.copyOf(configuredKeys);
    }

    /** Commands on keys that are enrolled. */
    LifeCycleCommands lifeCycle() {
        return new LifeCycleCommands(this);
    }

    /** Enrols a key; fails with {@link CommandException}. */
    public CompletableFuture<EnrolmentReport> enrol(EnrolRequest request) {
        KeyId key = key(request.chainId(), request.publicKey());
        Enrolment enrolment = enrolmentOf(request);
        requireLeader();
        return submit(new Command.Enrol(key, enrolment)).thenApply(answer -> {
            if (answer instanceof Answer.Enrolled enrolled) {
                return EnrolmentReport.done(
                        key, enrolled.mark(), EnrolmentReport.ENROL, enrolled.already(), null, null);
            }
            throw new CommandException(MessageCode.ENROLMENT_REFUSED, ((Answer.EnrolmentRefused) answer).reason());
        });
    }

    /** Enrols a key from a state file; fails with {@link CommandException}. */
    public CompletableFuture<EnrolmentReport> importState(ImportRequest request) {
        return new StateImport(member, this).run(request);
    }

    /** Moves leadership; fails with {@link CommandException}. */
    public CompletableFuture<TransferReport> transfer(TransferRequest request) {
        requireLeader();
        Optional<MemberId> to = Optional.ofNullable(request.to()).map(this::memberNamed);
        long began = System.nanoTime();
        return member.transferLeadership(to, TRANSFER)
                .thenApply(leader -> new TransferReport(
                        leader.name(),
                        Duration.ofNanos(System.nanoTime() - began).toMillis()))
                .exceptionally(failed -> {
                    throw transferFailure(failed);
                });
    }

    /** The ledger's answer; fails with {@code OUTCOME_UNKNOWN}. */
    CompletableFuture<Answer> submit(Command command) {
        return member.submit(command).thenApply(outcome -> {
            if (outcome instanceof Submission.NoOutcome none) {
                throw new CommandException(MessageCode.OUTCOME_UNKNOWN, none.reason());
            }
            return ((Submission.Applied) outcome).answer();
        });
    }

    private static Enrolment enrolmentOf(EnrolRequest request) {
        try {
            if (request.initialHeight() != null) {
                requireNoFloor(request);
                return new Enrolment.NewChain(request.initialHeight());
            }
            return new Enrolment.Floor(floorPosition(request), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new CommandException(MessageCode.USAGE, e.getMessage());
        }
    }

    private static void requireNoFloor(EnrolRequest request) {
        if (request.height() != null || request.round() != null || request.step() != null) {
            throw new IllegalArgumentException("a new chain has no floor: give --new-chain or --height, not both");
        }
    }

    private static HeightRoundStep floorPosition(EnrolRequest request) {
        if (request.height() == null) {
            throw new IllegalArgumentException("give --new-chain or --height");
        }
        return position(request.height(), request.round(), request.step());
    }

    /**
     * The end of a height or, with round and step, that position.
     *
     * @throws IllegalArgumentException saying which option is wrong
     */
    static HeightRoundStep position(Long height, Integer round, String step) {
        if (height == null) {
            throw new IllegalArgumentException("give --height");
        }
        if (height < 0 || (round != null && round < 0)) {
            throw new IllegalArgumentException("--height and --round are 0 or more");
        }
        if (round == null && step == null) {
            return HeightRoundStep.endOf(height);
        }
        if (round == null || step == null) {
            throw new IllegalArgumentException("--round and --step go together");
        }
        return new HeightRoundStep(height, round, step(step));
    }

    private static Step step(String name) {
        for (Step step : List.of(Step.PROPOSAL, Step.PREVOTE, Step.PRECOMMIT)) {
            if (step.toString().equals(name)) {
                return step;
            }
        }
        throw new IllegalArgumentException("--step is proposal, prevote or precommit, not " + name);
    }

    KeyId key(String chainId, String publicKey) {
        List<KeyId> fitting = configuredKeys.stream()
                .filter(key -> key.chainId().equals(chainId))
                .filter(key -> publicKey == null
                        || publicKey.equalsIgnoreCase(
                                HexFormat.of().formatHex(key.publicKey().bytes().toByteArray())))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (fitting.isEmpty() && publicKey != null) {
            throw new CommandException(
                    MessageCode.CONFIGURATION_NO_KEY,
                    "member " + member.self().name() + " has no key " + publicKey + " on chain " + chainId);
        }
        if (fitting.isEmpty()) {
            throw new CommandException(
                    MessageCode.CHAIN_NOT_CONFIGURED,
                    "member " + member.self().name() + " has no key for chain " + chainId);
        }
        throw new CommandException(
                MessageCode.USAGE, "chain " + chainId + " has " + fitting.size() + " keys: name one with --public-key");
    }

    private MemberId memberNamed(String name) {
        return member.status().members().stream()
                .map(one -> one.id())
                .filter(id -> id.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(MessageCode.USAGE, "no member is called " + name));
    }

    /** Fails with {@link CommandException} on all other members, naming who leads. */
    void requireLeader() {
        Leadership leadership = member.leadership();
        if (leadership.role() == Leadership.Role.LEADER && leadership.ready()) {
            return;
        }
        MemberId leader = view.leader()
                .orElseThrow(() -> new CommandException(
                        MessageCode.NO_LEADER,
                        view.notReady().map(NotReady::cause).orElse("no leader")));
        if (leader.equals(member.self())) {
            throw new CommandException(MessageCode.NO_LEADER, "this member leads but is not ready yet");
        }
        throw new CommandException(MessageCode.NOT_THE_LEADER, leader.name());
    }

    private static RuntimeException transferFailure(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause instanceof TransferException
                ? new CommandException(MessageCode.TRANSFER_FAILED, cause.getMessage())
                : new CompletionException(cause);
    }
}
