package io.raftkms.signer.config;

import io.raftkms.protocol.files.SoftsignFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code [[providers.softsign]]}, as in tmkms.toml. */
final class SoftsignTable {
    enum Use {
        CONSENSUS,
        ACCOUNT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Key<List<String>> CHAIN_IDS = Key.required(
            "chain_ids",
            Values.listOf(ChainTable.CHAIN_ID, 1, 1000),
            "Chains that the key signs on; each has a `[[chain]]`.");
    static final Key<Use> KEY_TYPE = Key.optional(
            "key_type",
            Values.oneOf(Use.class),
            Use.CONSENSUS,
            "An `account` key signs transactions, which raftkms does not do: it is left alone.");
    static final Key<SoftsignFormat> KEY_FORMAT = Key.optional(
            "key_format",
            Values.oneOf(SoftsignFormat.class),
            SoftsignFormat.BASE64,
            "Form of the file: base64 of the 32-byte seed, as `softsign import` writes it, or a `priv_validator_key.json`.");
    static final Key<Path> PATH =
            Key.required("path", Values.path(), "The key file; no access for others, or the member does not start.");

    static final Table TABLE = new Table(
            "[[providers.softsign]]",
            "A consensus key in a file of its own. The same key is on every member.",
            List.of(CHAIN_IDS, KEY_TYPE, KEY_FORMAT, PATH));

    /** A key that is there, and whether it is one for consensus. */
    record SoftsignKey(SoftsignSettings settings, boolean consensus) {}

    private SoftsignTable() {}

    static Optional<SoftsignKey> read(Section section) {
        Optional<List<String>> chainIds = section.read(CHAIN_IDS);
        Optional<Use> use = section.read(KEY_TYPE);
        Optional<SoftsignFormat> format = section.read(KEY_FORMAT);
        Optional<Path> path = section.read(PATH);
        use.filter(given -> given == Use.ACCOUNT)
                .ifPresent(account -> section.reading()
                        .notice(section.spot(KEY_TYPE), "account keys sign transactions; this one is left alone"));
        return section.ifSound(() -> new SoftsignKey(
                new SoftsignSettings(chainIds.orElseThrow(), format.orElseThrow(), path.orElseThrow()),
                use.orElseThrow() == Use.CONSENSUS));
    }
}
