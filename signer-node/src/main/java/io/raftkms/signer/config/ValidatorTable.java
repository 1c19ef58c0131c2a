package io.raftkms.signer.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code [[validator]]}, as in tmkms.toml. */
final class ValidatorTable {
    static final String DEFAULT_SECRET_KEY = "secrets/kms-identity.key";

    static final Key<ValidatorAddress> ADDR = Key.required(
            "addr",
            Values.matching("`" + ValidatorAddress.FORM + "`", "(?s).{1,4200}")
                    .then("`" + ValidatorAddress.FORM + "`", ValidatorTable::address, Object::toString),
            "The node's `priv_validator_laddr`, as reached from here. An `id@` pins the node's id; stock nodes draw a new"
                    + " one at every start.");
    static final Key<String> CHAIN_ID =
            Key.required("chain_id", ChainTable.CHAIN_ID, "Which `[[chain]]` the node is on.");
    static final Key<Path> SECRET_KEY = Key.unset(
            "secret_key",
            Values.path(),
            "`" + DEFAULT_SECRET_KEY + "`",
            "Identity key of the encrypted connection over TCP: base64 of 32 bytes, as `init` writes it. Not a consensus"
                    + " key.");
    static final Key<Path> KEY = Key.unset(
            "key",
            Values.path(),
            "the chain's only key",
            "Which key the node has, when the chain has several: the `path` of its `[[providers.softsign]]`.");
    static final Key<Long> MAX_HEIGHT =
            Key.unset("max_height", Values.quotedHeight(), "no limit", "Heights above it are refused to this node.");
    static final Key<Boolean> RECONNECT = Key.unused("reconnect", Values.bool(), "Links are always dialled again.");
    static final Key<Integer> TIMEOUT =
            Key.unused("timeout", Values.integer(0, 65_535), "Timeouts follow the node's own limits.");
    static final Key<String> PROTOCOL_VERSION =
            Key.unused("protocol_version", Values.text(32), "Every dialect is understood without a setting.");

    static final Table TABLE = new Table(
            "[[validator]]",
            "One for each validator node that is dialled.",
            List.of(ADDR, CHAIN_ID, SECRET_KEY, KEY, MAX_HEIGHT, RECONNECT, TIMEOUT, PROTOCOL_VERSION));

    private ValidatorTable() {}

    static Optional<ValidatorSettings> read(Section section) {
        Optional<ValidatorAddress> address = section.read(ADDR);
        Optional<String> chainId = section.read(CHAIN_ID);
        Optional<Path> secretKey = section.read(SECRET_KEY);
        Optional<Path> key = section.read(KEY);
        Optional<Long> maxHeight = section.read(MAX_HEIGHT);
        return section.ifSound(() -> new ValidatorSettings(
                address.orElseThrow(),
                chainId.orElseThrow(),
                secretKey.orElseGet(() -> section.reading().home().resolve(DEFAULT_SECRET_KEY)),
                key,
                maxHeight.map(OptionalLong::of).orElseGet(OptionalLong::empty)));
    }

    private static Optional<ValidatorAddress> address(String text, Place place) {
        Optional<ValidatorAddress> address =
                ValidatorAddress.parse(text, place.reading().home());
        if (address.isEmpty()) {
            place.problem(
                    ConfigurationFault.BAD_VALUE,
                    Values.quoted(text) + " is not " + ValidatorAddress.FORM + ", as in \"tcp://10.0.0.5:26658\"");
        }
        address.filter(ValidatorAddress.Unix.class::isInstance)
                .map(ValidatorAddress.Unix.class::cast)
                .filter(unix -> !SocketPath.fits(unix.path()))
                .ifPresent(unix -> place.problem(ConfigurationFault.SOCKET_PATH, SocketPath.tooLong(unix.path())));
        return address;
    }
}
