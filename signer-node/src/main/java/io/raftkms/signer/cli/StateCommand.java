package io.raftkms.signer.cli;

import picocli.CommandLine.Command;

/** {@code raftkms state …}. */
@Command(
        name = "state",
        description = "Enrol keys and show what was signed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StateInitCommand.class,
            StateImportCommand.class,
            StateRaiseCommand.class,
            StateLowerCommand.class,
            StateShowCommand.class
        })
final class StateCommand extends CommandGroup {}
