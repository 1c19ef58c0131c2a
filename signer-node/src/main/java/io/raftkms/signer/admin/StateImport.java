package io.raftkms.signer.admin;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.ImportedState;
import io.raftkms.protocol.files.StateFile;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The import of another signer's state file: an enrolment, of an enrolled key a raise if that was asked for, of a sealed
 * one an unseal.
 */
final class StateImport {
    private final ClusterMember member;
    private final LedgerCommands ledger;

    StateImport(ClusterMember member, LedgerCommands ledger) {
        this.member = member;
        this.ledger = ledger;
    }

    /** What a file says, and of which program it is. */
    private record Judged(Enrolment.Floor floor, String file, String note) {}

    CompletableFuture<EnrolmentReport> run(ImportRequest request) {
        KeyId key = ledger.key(request.chainId(), request.publicKey());
        if (request.file() == null) {
            throw new CommandException(MessageCode.USAGE, "no state file was given");
        }
        Judged judged = judge(request.file(), key);
        Command command = command(key, judged.floor(), request);
        if (request.dryRun()) {
            return CompletableFuture.completedFuture(
                    report(key, command, rehearsed(command), judged).notDone());
        }
        ledger.requireLeader();
        return ledger.submit(command).thenApply(answer -> report(key, command, answer, judged));
    }

    /** What an import means by this member's state; the ledger decides again when it is applied. */
    private Command command(KeyId key, Enrolment.Floor floor, ImportRequest request) {
        return member.ledger()
                .key(key)
                .map(state -> {
                    if (state.sealed()) {
                        return new Command.Unseal(key, floor, request.neverUsedElsewhere());
                    }
                    return request.raise() ? new Command.Raise(key, floor) : new Command.Enrol(key, floor);
                })
                .orElseGet(() -> new Command.Enrol(key, floor));
    }

    /** What the ledger as applied here would answer; it stays as it is. */
    private Answer rehearsed(Command command) {
        LedgerState now = member.ledger();
        long next = member.status().appliedIndex() + 1;
        return now.apply(new Entry(now.version(), command), next).answer();
    }

    private static EnrolmentReport report(KeyId key, Command command, Answer answer, Judged judged) {
        if (answer instanceof Answer.Enrolled enrolled) {
            return EnrolmentReport.done(
                    key, enrolled.mark(), EnrolmentReport.ENROL, enrolled.already(), judged.file(), judged.note());
        }
        if (answer instanceof Answer.Raised raised) {
            return EnrolmentReport.done(
                    key, raised.mark(), EnrolmentReport.RAISE, raised.already(), judged.file(), judged.note());
        }
        if (answer instanceof Answer.Unsealed unsealed) {
            return EnrolmentReport.done(
                    key, unsealed.mark(), EnrolmentReport.UNSEAL, false, judged.file(), judged.note());
        }
        if (answer instanceof Answer.EnrolmentRefused refused) {
            throw new CommandException(MessageCode.ENROLMENT_REFUSED, refused.reason());
        }
        if (answer instanceof Answer.Refused refused) {
            throw new CommandException(MessageCode.IMPORT_REFUSED, refused.reason());
        }
        throw new IllegalStateException("the ledger answered " + command.getClass() + " with " + answer);
    }

    private static Judged judge(byte[] content, KeyId key) {
        StateFile file;
        try {
            file = StateFile.parse(content);
        } catch (FileFormatException e) {
            throw new CommandException(MessageCode.STATE_FILE_DAMAGED, e.getMessage());
        }
        ImportedState found = ImportedState.of(file, key.chainId(), key.publicKey());
        if (found instanceof ImportedState.NothingSigned) {
            throw new CommandException(MessageCode.IMPORT_HEIGHT_ZERO, "the file's height is 0");
        }
        String kind = file.kind().toString();
        if (found instanceof ImportedState.Reusable reusable) {
            return new Judged(new Enrolment.Floor(reusable.at(), Optional.of(reusable.signBytes())), kind, null);
        }
        ImportedState.FloorOnly only = (ImportedState.FloorOnly) found;
        return new Judged(
                new Enrolment.Floor(only.at(), Optional.<ByteString>empty()),
                kind,
                "imported as a floor without sign bytes, because " + only.why());
    }
}
