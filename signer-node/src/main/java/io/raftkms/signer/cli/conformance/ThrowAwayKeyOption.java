package io.raftkms.signer.cli.conformance;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.Console;
import java.util.HexFormat;
import picocli.CommandLine.Option;

/** {@code --throw-away-key}: nobody's validator is behind the key whose heights are about to be spent. */
public final class ThrowAwayKeyOption {
    @Option(
            names = "--throw-away-key",
            description = "Confirms that the signer's key is used by no validator and never will be.")
    private boolean given;

    /** Fails early where nobody could be asked later. */
    public void requireGivenOrTerminal() {
        if (!given && System.console() == null) {
            throw new CommandException(
                    MessageCode.KEY_MAY_BE_IN_USE,
                    "there is no terminal to ask on, and --throw-away-key was not given");
        }
    }

    /**
     * Asks, unless the option was given.
     *
     * @param what is about to happen, a sentence
     */
    public void confirm(String what, byte[] publicKey) {
        if (given) {
            return;
        }
        Console console = System.console();
        console.printf("The signer has key %s.%n", HexFormat.of().formatHex(publicKey));
        console.printf("%s A validator whose key this is would be slashed or halt.%n", what);
        if (!"throw away".equals(console.readLine("Type \"throw away\" if no validator uses this key or will: "))) {
            throw new CommandException(MessageCode.KEY_MAY_BE_IN_USE, "the answer was not \"throw away\"");
        }
    }
}
