package io.raftkms.signer.cli;

import io.raftkms.signer.cli.state.StateInspectCommand;
import io.raftkms.signer.cli.state.StateRecoverCommand;
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
            StateShowCommand.class,
            StateInspectCommand.class,
            StateRecoverCommand.class
        })
final class StateCommand extends CommandGroup {}
