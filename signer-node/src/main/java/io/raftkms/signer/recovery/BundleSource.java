package io.raftkms.signer.recovery;

import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.signer.export.Bundle;
import io.raftkms.signer.export.SignedBundle;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads a bundle that the lost cluster exported. It knows nothing of what was signed after it was made. */
public final class BundleSource {
    private BundleSource() {}

    /**
     * Checks the signature and reads the ledger.
     *
     * @param ca of the lost cluster
     * @throws CommandException {@code RECOVERY_SOURCE_UNUSABLE} if it is no bundle of that cluster, or was changed
     */
    public static Source read(Path file, X509Certificate ca) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(SignedBundle.MAX_BYTES + 1);
        } catch (IOException e) {
            throw unusable(file, "it cannot be read: " + e.getMessage(), e);
        }
        try {
            Bundle bundle = SignedBundle.verify(content, ca);
            LedgerWalk walk = new LedgerWalk(Optional.of(new Snapshot(bundle.state(), 0, bundle.index())), false);
            return new Source(
                    file,
                    Source.Kind.BUNDLE,
                    bundle.clusterId(),
                    bundle.member(),
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)),
                    "entry " + bundle.index() + ", made at " + bundle.madeAt(),
                    walk.keys(),
                    List.of(),
                    List.of(),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw unusable(file, e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static CommandException unusable(Path file, String why, Exception cause) {
        return new CommandException(MessageCode.RECOVERY_SOURCE_UNUSABLE, file + ": " + why, cause);
    }
}
