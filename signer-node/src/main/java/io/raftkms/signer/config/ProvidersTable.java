package io.raftkms.signer.config;

import io.raftkms.signer.config.SoftsignTable.SoftsignKey;
import java.util.List;
import java.util.Optional;

/** {@code [providers]}, as in tmkms.toml. */
final class ProvidersTable {
    private static final String INSTEAD =
            "this provider of tmkms is not there yet; keys in files are, under [[providers.softsign]]";

    static final Key<List<Entry<SoftsignKey>>> SOFTSIGN =
            Key.unset("softsign", Values.tables(SoftsignTable.TABLE, SoftsignTable::read), "none", "Keys in files.");
    static final Key<Object> YUBIHSM = Key.unsupported("yubihsm", ConfigurationFault.UNSUPPORTED_PROVIDER, INSTEAD);
    static final Key<Object> LEDGERTM = Key.unsupported("ledgertm", ConfigurationFault.UNSUPPORTED_PROVIDER, INSTEAD);
    static final Key<Object> FORTANIXDSM =
            Key.unsupported("fortanixdsm", ConfigurationFault.UNSUPPORTED_PROVIDER, INSTEAD);

    static final Table TABLE =
            new Table("[providers]", "Where consensus keys are.", List.of(SOFTSIGN, YUBIHSM, LEDGERTM, FORTANIXDSM));

    private ProvidersTable() {}

    static Optional<List<Entry<SoftsignKey>>> read(Section section) {
        return Optional.of(section.read(SOFTSIGN).orElse(List.of()));
    }
}
