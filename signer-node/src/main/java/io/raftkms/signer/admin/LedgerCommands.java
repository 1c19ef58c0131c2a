package io.raftkms.signer.admin;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.raft.TransferException;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.ImportedState;
import io.raftkms.protocol.files.StateFile;
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
import java.util.function.Supplier;

/** Commands of the write side. They run on the leader; elsewhere they fail with who leads. */
public final class LedgerCommands {
    static final Duration TRANSFER = Duration.ofSeconds(5);

    private final ClusterMember member;
    private final ClusterView view;
    private final Supplier<List<KeyId>> configuredKeys;

    public LedgerCommands(ClusterMember member, ClusterView view, Supplier<List<KeyId>> configuredKeys) {
        this.member = member;
        this.view = view;
        this.configuredKeys = configuredKeys;
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
        return submit(key, enrolment, null);
    }

    /** Enrols a key from a state file; fails with {@link CommandException}. */
    public CompletableFuture<EnrolmentReport> importState(ImportRequest request) {
        KeyId key = key(request.chainId(), request.publicKey());
        if (request.file() == null) {
            throw new CommandException(MessageCode.USAGE, "no state file was given");
        }
        ImportedState found = judge(request.file(), key);
        if (found instanceof ImportedState.NothingSigned) {
            throw new CommandException(MessageCode.IMPORT_HEIGHT_ZERO, "the file's height is 0");
        }
        Enrolment.Floor floor = floorOf(found);
        String note = found instanceof ImportedState.FloorOnly only
                ? "imported as a floor without sign bytes, because " + only.why()
                : null;
        if (request.dryRun()) {
            return CompletableFuture.completedFuture(report(key, floor.at(), false, false, note));
        }
        requireLeader();
        Optional<Command> again = again(key, floor, request);
        return again.isPresent() ? submitAgain(key, again.get(), note) : submit(key, floor, note);
    }

    /** What an import of an enrolled key means; the ledger decides again when it is applied. */
    private Optional<Command> again(KeyId key, Enrolment.Floor floor, ImportRequest request) {
        return member.ledger().key(key).flatMap(state -> {
            if (state.sealed()) {
                return Optional.of(new Command.Unseal(key, floor, request.neverUsedElsewhere()));
            }
            return request.raise() ? Optional.of(new Command.Raise(key, floor)) : Optional.empty();
        });
    }

    private CompletableFuture<EnrolmentReport> submitAgain(KeyId key, Command command, String note) {
        return submit(command).thenApply(answer -> {
            if (answer instanceof Answer.Raised raised) {
                return report(key, raised.mark(), true, raised.already(), note);
            }
            if (answer instanceof Answer.Unsealed unsealed) {
                return report(key, unsealed.mark(), true, false, note);
            }
            if (answer instanceof Answer.Refused refused) {
                throw new CommandException(MessageCode.IMPORT_REFUSED, refused.reason());
            }
            throw new IllegalStateException("the ledger answered an import with " + answer);
        });
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

    private CompletableFuture<EnrolmentReport> submit(KeyId key, Enrolment enrolment, String note) {
        return submit(new Command.Enrol(key, enrolment)).thenApply(answer -> {
            if (answer instanceof Answer.Enrolled enrolled) {
                return report(key, enrolled.mark(), true, enrolled.already(), note);
            }
            if (answer instanceof Answer.EnrolmentRefused refused) {
                throw new CommandException(MessageCode.ENROLMENT_REFUSED, refused.reason());
            }
            throw new IllegalStateException("the ledger answered an enrolment with " + answer);
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

    private static EnrolmentReport report(KeyId key, HeightRoundStep mark, boolean done, boolean already, String note) {
        String hex = HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
        return new EnrolmentReport(key.chainId(), hex, LedgerReport.Mark.of(mark), done, already, note);
    }

    private static ImportedState judge(byte[] file, KeyId key) {
        try {
            return ImportedState.of(StateFile.parse(file), key.chainId(), key.publicKey());
        } catch (FileFormatException e) {
            throw new CommandException(MessageCode.STATE_FILE_DAMAGED, e.getMessage());
        }
    }

    private static Enrolment.Floor floorOf(ImportedState found) {
        if (found instanceof ImportedState.Reusable reusable) {
            return new Enrolment.Floor(reusable.at(), Optional.of(reusable.signBytes()));
        }
        return new Enrolment.Floor(((ImportedState.FloorOnly) found).at(), Optional.<ByteString>empty());
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
        List<KeyId> fitting = configuredKeys.get().stream()
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
