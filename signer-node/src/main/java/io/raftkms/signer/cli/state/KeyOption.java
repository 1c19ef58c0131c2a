package io.raftkms.signer.cli.state;

import io.raftkms.signer.cli.ShellWord;
import picocli.CommandLine.Option;

/** {@code --chain-id} and {@code --public-key} of commands on one key. */
final class KeyOption {
    @Option(names = "--chain-id", required = true, paramLabel = "ID", description = "The chain.")
    private String chainId;

    @Option(
            names = "--public-key",
            paramLabel = "HEX",
            description = "Which key, where the chain has several; `raftkms softsign show` prints it.")
    private String publicKey;

    String chainId() {
        return chainId;
    }

    /** Null where the chain has one key. */
    String publicKey() {
        return publicKey;
    }

    /** As arguments of the same command elsewhere. */
    String arguments() {
        return " --chain-id " + ShellWord.of(chainId)
                + (publicKey == null ? "" : " --public-key " + ShellWord.of(publicKey));
    }
}
