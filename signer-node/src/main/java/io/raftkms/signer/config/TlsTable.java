package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code [tls]}. */
final class TlsTable {
    static final String DEFAULT_CA = "tls/ca.pem";
    static final String DEFAULT_CERTIFICATE = "tls/member.pem";
    static final String DEFAULT_KEY = "tls/member.key";

    static final Key<Path> CA = Key.unset(
            "ca", Values.path(), code(DEFAULT_CA), "The cluster's CA, PEM: who is signed by it is asked for its name.");
    static final Key<Path> CERTIFICATE = Key.unset(
            "certificate",
            Values.path(),
            code(DEFAULT_CERTIFICATE),
            "This member's certificate, PEM. Its common name is `name#nonce`.");
    static final Key<Path> KEY = Key.unset(
            "key", Values.path(), code(DEFAULT_KEY), "The certificate's key, PKCS#8 PEM; no access for others.");

    static final Table TABLE = new Table(
            "[tls]",
            "Mutual TLS 1.3 between members. `cluster init` writes all three files; the CA's own key stays off the"
                    + " members.",
            List.of(CA, CERTIFICATE, KEY));

    private TlsTable() {}

    static Optional<TlsSettings> read(Section section) {
        TlsSettings byDefault = TlsSettings.byDefault(section.reading().home());
        Optional<Path> ca = section.read(CA);
        Optional<Path> certificate = section.read(CERTIFICATE);
        Optional<Path> key = section.read(KEY);
        return section.ifSound(() -> new TlsSettings(
                ca.orElse(byDefault.ca()), certificate.orElse(byDefault.certificate()), key.orElse(byDefault.key())));
    }

    private static String code(String path) {
        return "`" + path + "`";
    }
}
