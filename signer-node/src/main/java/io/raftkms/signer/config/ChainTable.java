package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code [[chain]]}, as in tmkms.toml. */
final class ChainTable {
    static final ValueType<String> CHAIN_ID =
            Values.matching("1-50 letters, digits, hyphens, underscores and dots", "[A-Za-z0-9_.-]{1,50}");

    static final Key<String> ID = Key.required("id", CHAIN_ID, "The chain id, exactly as in the chain's genesis file.");
    static final Key<KeyFormat> KEY_FORMAT = new Key<>(
            "key_format",
            Values.table(KeyFormatTable.TABLE, KeyFormatTable::read),
            Key.Presence.OPTIONAL,
            Optional.of(new KeyFormat.Hex()),
            "`{ type = \"hex\" }`",
            Optional.empty(),
            "How public keys of the chain are shown; the table is below.");
    static final Key<Boolean> SHARED_KEY = Key.optional(
            "shared_key",
            Values.bool(),
            false,
            "Needed when several `[[validator]]` of this chain have one key: a second node of a validator is normal, a"
                    + " forgotten one is a way to be slashed. The cluster gives all of them the same signature.");
    static final Key<Boolean> SIGN_EXTENSIONS =
            Key.unused("sign_extensions", Values.bool(), "Extensions are signed whenever the node asks for it.");
    static final Key<Path> STATE_FILE = Key.unset(
            "state_file",
            Values.path(),
            "",
            "tmkms' state. Never read by `start`, which prints the `state import` line that takes it over once.");
    static final Key<Object> STATE_HOOK = Key.unsupported(
            "state_hook",
            ConfigurationFault.STATE_HOOK,
            "not supported: nothing outside may set what was signed last. Take the key out; \"raftkms state init --height\""
                    + " sets a floor once");

    static final Table TABLE = new Table(
            "[[chain]]",
            "One for each chain that is signed on.",
            List.of(ID, KEY_FORMAT, SHARED_KEY, SIGN_EXTENSIONS, STATE_FILE, STATE_HOOK));

    private ChainTable() {}

    static Optional<ChainSettings> read(Section section) {
        Optional<String> id = section.read(ID);
        Optional<KeyFormat> keyFormat = section.read(KEY_FORMAT);
        Optional<Boolean> sharedKey = section.read(SHARED_KEY);
        Optional<Path> stateFile = section.read(STATE_FILE);
        if (id.isPresent() && stateFile.isPresent()) {
            section.reading()
                    .notice(section.spot(STATE_FILE), importLine(section.reading(), id.get(), stateFile.get()));
        }
        return section.ifSound(
                () -> new ChainSettings(id.orElseThrow(), keyFormat.orElseThrow(), sharedKey.orElseThrow()));
    }

    private static String importLine(Reading reading, String chainId, Path stateFile) {
        return "state_file in [[chain]] is not read. If the old signer's state was not taken over yet, stop it and run\n"
                + "    raftkms state import -c " + reading.file() + " --chain-id " + chainId + " " + stateFile
                + "\nand then remove the key state_file";
    }
}
