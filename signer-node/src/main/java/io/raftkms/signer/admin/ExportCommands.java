package io.raftkms.signer.admin;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.ImportedState;
import io.raftkms.protocol.files.PrivValidatorStateFile;
import io.raftkms.signer.export.Bundle;
import io.raftkms.signer.export.ExportFormat;
import io.raftkms.signer.export.SealedFile;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.ext.web.Router;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Exports, on the leader: {@code POST /v1/state/export} of {@link ExportRequest} to {@link ExportReport}. A file that
 * another signer can read is only ever made of a key that was sealed before; the seal is committed first, and repeating
 * the call gives the file again.
 */
public final class ExportCommands implements RouteGroup {
    /** Signs what was reserved at a mark once more. */
    @FunctionalInterface
    public interface Keys {
        /** Fails if this member has no such key, or it does not sign now. */
        CompletableFuture<ByteString> sign(KeyId key, ByteString reservedBytes);
    }

    /** Signs bundles as this member. */
    @FunctionalInterface
    public interface Bundles {
        /** The file. */
        byte[] signed(Bundle bundle) throws GeneralSecurityException;
    }

    private final ClusterMember member;
    private final LedgerCommands ledger;
    private final String clusterId;
    private final Keys keys;
    private final Bundles bundles;
    private final Clock clock;

    public ExportCommands(
            ClusterMember member, LedgerCommands ledger, String clusterId, Keys keys, Bundles bundles, Clock clock) {
        this.member = member;
        this.ledger = ledger;
        this.clusterId = clusterId;
        this.keys = keys;
        this.bundles = bundles;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/state/export", ExportRequest.class, this::export);
    }

    /** Fails with {@link CommandException}. */
    public CompletableFuture<ExportReport> export(ExportRequest request) {
        KeyId key = ledger.key(request.chainId(), request.publicKey());
        ExportFormat format = ExportFormat.named(String.valueOf(request.format()))
                .orElseThrow(
                        () -> new CommandException(MessageCode.USAGE, "--format is one of " + ExportFormat.names()));
        if (format.readByOtherSigners() && !request.last()) {
            throw new CommandException(
                    MessageCode.EXPORT_NOT_FINAL, "the key of chain " + key.chainId() + " goes on signing here");
        }
        ledger.requireLeader();
        if (!request.last()) {
            return CompletableFuture.completedFuture(bundle(key, false));
        }
        return requireKey(key, format)
                .thenCompose(able -> ledger.submit(new Command.Seal(key)))
                .thenCompose(answer -> {
                    if (answer instanceof Answer.Refused refused) {
                        throw new CommandException(MessageCode.EXPORT_REFUSED, refused.reason());
                    }
                    return sealed(key, format, ((Answer.Sealed) answer).already());
                });
    }

    /** Before the seal: afterwards nobody could sign with the key, nor go on elsewhere with its last signature. */
    private CompletableFuture<ByteString> requireKey(KeyId key, ExportFormat format) {
        Optional<ByteString> bytes = member.ledger()
                .key(key)
                .flatMap(state -> state.recent().at(state.mark()))
                .map(Reservation::signBytes);
        return format == ExportFormat.FILEPV && bytes.isPresent()
                ? sign(key, bytes.get(), "nothing was sealed")
                : CompletableFuture.completedFuture(ByteString.EMPTY);
    }

    private CompletableFuture<ExportReport> sealed(KeyId key, ExportFormat format, boolean already) {
        if (format == ExportFormat.BUNDLE) {
            return CompletableFuture.completedFuture(bundle(key, already));
        }
        SealedFile file = member.ledger()
                .key(key)
                .filter(KeyState::sealed)
                .map(SealedFile::of)
                .orElseThrow(() -> new CommandException(
                        MessageCode.EXPORT_REFUSED, "the key was taken back while it was exported"));
        if (format == ExportFormat.TMKMS) {
            return CompletableFuture.completedFuture(report(key, format, file, already, file.tmkms()));
        }
        if (file.signBytes().isEmpty()) {
            return CompletableFuture.completedFuture(report(key, format, file, already, file.filePv(Optional.empty())));
        }
        ByteString bytes = file.signBytes().get();
        return sign(key, bytes, "the key is sealed now; the same command gives the file later")
                .thenApply(signature -> report(key, format, file, already, proven(key, file, signature)));
    }

    /** What leaves is read back as the next signer reads it. */
    private static byte[] proven(KeyId key, SealedFile file, ByteString signature) {
        byte[] content = file.filePv(Optional.of(signature));
        try {
            ImportedState read =
                    ImportedState.of(PrivValidatorStateFile.parse(content), key.chainId(), key.publicKey());
            if (read.equals(
                    new ImportedState.Reusable(file.at(), file.signBytes().orElseThrow()))) {
                return content;
            }
            throw new IllegalStateException("the export would be read as " + read);
        } catch (FileFormatException e) {
            throw new IllegalStateException("the export could not be read", e);
        }
    }

    private CompletableFuture<ByteString> sign(KeyId key, ByteString bytes, String then) {
        return keys.sign(key, bytes).handle((signature, failure) -> {
            if (failure != null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                throw new CommandException(
                        MessageCode.EXPORT_NO_SIGNATURE,
                        "the key of chain " + key.chainId() + " gave no signature (" + cause.getMessage() + "); "
                                + then);
            }
            return signature;
        });
    }

    private ExportReport report(KeyId key, ExportFormat format, SealedFile file, boolean already, byte[] content) {
        String note = already
                ? "the key was sealed before: if another signer went on from an earlier export, this file is older"
                        + " than what that one signed, and must not be used"
                : null;
        return new ExportReport(
                key.chainId(),
                hex(key),
                format.toString(),
                LedgerReport.Mark.of(file.at()),
                true,
                already,
                note,
                content);
    }

    private ExportReport bundle(KeyId key, boolean already) {
        // Read before the ledger, which then holds all entries up to it.
        long index = member.status().appliedIndex();
        Bundle bundle = Bundle.of(clusterId, member.self().toString(), clock.instant(), index, member.ledger());
        Optional<KeyState> state = bundle.state().key(key);
        byte[] content;
        try {
            content = bundles.signed(bundle);
        } catch (GeneralSecurityException e) {
            throw new CommandException(
                    MessageCode.EXPORT_NOT_SIGNED, "this member's TLS key gave no signature: " + e.getMessage(), e);
        }
        return new ExportReport(
                key.chainId(),
                hex(key),
                ExportFormat.BUNDLE.toString(),
                state.map(one -> LedgerReport.Mark.of(one.mark())).orElse(null),
                state.filter(KeyState::sealed).isPresent(),
                already,
                "other signers do not read a bundle; it proves what was signed, and is a source of a recovery",
                content);
    }

    private static String hex(KeyId key) {
        return HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
    }
}
