package io.raftkms.signer.cli.state;

import io.raftkms.signer.cli.ShellWord;
import picocli.CommandLine.Option;

/** {@code --chain-id} and {@code --public-key} of commands on one key, a chain's keys or all of them. */
final class KeysOption {
    @Option(
            names = {"--chain-id", "--chain"},
            paramLabel = "ID",
            description = "The chain; else every enrolled key.")
    private String chainId;

    @Option(names = "--public-key", paramLabel = "HEX", description = "One key of the chain; else all of them.")
    private String publicKey;

    /** Null for all chains. */
    String chainId() {
        return chainId;
    }

    /** Null for all keys of the chain. */
    String publicKey() {
        return publicKey;
    }

    /** As arguments of the same command elsewhere. */
    String arguments() {
        return (chainId == null ? "" : " --chain-id " + ShellWord.of(chainId))
                + (publicKey == null ? "" : " --public-key " + ShellWord.of(publicKey));
    }
}
