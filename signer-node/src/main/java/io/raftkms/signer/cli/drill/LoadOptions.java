package io.raftkms.signer.cli.drill;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ListenAddress;
import io.raftkms.signer.cli.conformance.ThrowAwayKeyOption;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --load} and what it needs. */
final class LoadOptions {
    @Option(
            names = "--load",
            paramLabel = "ADDRESS",
            description =
                    "No validator uses the cluster yet: be the node at this address of a [[validator]], and ask for"
                            + " twenty signatures a second. Needs --chain-id.")
    private String address;

    @Option(names = "--chain-id", paramLabel = "ID", description = "The chain that --load asks for.")
    private String chainId;

    @Mixin
    private ThrowAwayKeyOption throwAway;

    /** The load that is wanted, if any. */
    Optional<DrillLoad> open(Environment environment, CommandSpec command) {
        if (address == null) {
            return Optional.empty();
        }
        if (chainId == null) {
            throw new ParameterException(command.commandLine(), "--load needs --chain-id");
        }
        throwAway.requireGivenOrTerminal();
        return Optional.of(new DrillLoad(ListenAddress.parse(address, environment, command), chainId, environment));
    }

    String address() {
        return address;
    }

    String chainId() {
        return chainId;
    }

    ThrowAwayKeyOption throwAway() {
        return throwAway;
    }
}
