package io.raftkms.signer.config;

import java.nio.file.Path;

/** Absolute paths of PEM files: the cluster's CA, this member's certificate, its key. */
public record TlsSettings(Path ca, Path certificate, Path key) {
    static TlsSettings byDefault(Path home) {
        return new TlsSettings(
                home.resolve(TlsTable.DEFAULT_CA),
                home.resolve(TlsTable.DEFAULT_CERTIFICATE),
                home.resolve(TlsTable.DEFAULT_KEY));
    }
}
