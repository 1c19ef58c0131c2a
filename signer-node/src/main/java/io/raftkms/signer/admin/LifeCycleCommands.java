package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Commands on keys that are enrolled: raise, lower, pause, resume. They run on the leader, as {@link LedgerCommands}. */
public final class LifeCycleCommands {
    private final LedgerCommands ledger;

    LifeCycleCommands(LedgerCommands ledger) {
        this.ledger = ledger;
    }

    /** Sets a mark up; fails with {@link CommandException}. */
    public CompletableFuture<MarkReport> raise(RaiseRequest request) {
        KeyId key = ledger.key(request.chainId(), request.publicKey());
        Enrolment.Floor floor = usage(() -> new Enrolment.Floor(
                LedgerCommands.position(request.height(), request.round(), request.step()), Optional.empty()));
        return committed(new Command.Raise(key, floor), MessageCode.RAISE_REFUSED, answer -> {
            Answer.Raised raised = (Answer.Raised) answer;
            return report(key, raised.mark(), 0, raised.already());
        });
    }

    /** Sets a mark back; fails with {@link CommandException}. */
    public CompletableFuture<MarkReport> lower(LowerRequest request) {
        KeyId key = ledger.key(request.chainId(), request.publicKey());
        if (request.reason() == null) {
            throw new CommandException(MessageCode.USAGE, "the reason is missing");
        }
        Command lower = usage(() -> new Command.Lower(
                key,
                LedgerCommands.position(request.height(), request.round(), request.step()),
                request.forgetRecent(),
                request.reason()));
        return committed(lower, MessageCode.LOWER_REFUSED, answer -> {
            Answer.Lowered lowered = (Answer.Lowered) answer;
            return report(key, lowered.mark(), lowered.binding(), lowered.already());
        });
    }

    /** Stops keys from signing; fails with {@link CommandException}. */
    public CompletableFuture<PauseReport> pause(PauseRequest request) {
        KeySelection keys = selection(request.chainId(), request.publicKey());
        OptionalLong from = request.atHeight() == null ? OptionalLong.empty() : OptionalLong.of(request.atHeight());
        Pause pause = usage(() -> new Pause(from));
        return committed(new Command.Pause(keys, pause), MessageCode.PAUSE_REFUSED, LifeCycleCommands::pauses);
    }

    /** Ends pauses; fails with {@link CommandException}. */
    public CompletableFuture<PauseReport> resume(ResumeRequest request) {
        KeySelection keys = selection(request.chainId(), request.publicKey());
        return committed(new Command.Resume(keys), MessageCode.PAUSE_REFUSED, LifeCycleCommands::pauses);
    }

    private <T> CompletableFuture<T> committed(Command command, MessageCode refusal, Function<Answer, T> report) {
        ledger.requireLeader();
        return ledger.submit(command).thenApply(answer -> {
            if (answer instanceof Answer.Refused refused) {
                throw new CommandException(refusal, refused.reason());
            }
            return report.apply(answer);
        });
    }

    /** Any chain, not only those of this member's configuration: a pause must never fail for that. */
    private KeySelection selection(String chainId, String publicKey) {
        if (chainId == null) {
            if (publicKey != null) {
                throw new CommandException(MessageCode.USAGE, "--public-key needs --chain-id");
            }
            return new KeySelection.Every();
        }
        return publicKey == null
                ? usage(() -> new KeySelection.Chain(chainId))
                : new KeySelection.One(ledger.key(chainId, publicKey));
    }

    private static PauseReport pauses(Answer answer) {
        return new PauseReport(((Answer.Pauses) answer)
                .keys().stream().map(LedgerReport.Key::of).toList());
    }

    private static MarkReport report(KeyId key, HeightRoundStep mark, int binding, boolean already) {
        String hex = HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
        return new MarkReport(key.chainId(), hex, LedgerReport.Mark.of(mark), binding, already);
    }

    private static <T> T usage(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CommandException(MessageCode.USAGE, e.getMessage());
        }
    }
}
