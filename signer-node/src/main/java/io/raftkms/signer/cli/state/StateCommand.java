package io.raftkms.signer.cli.state;

import io.raftkms.signer.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code raftkms state …}. */
@Command(
        name = "state",
        description = "Enrol keys, hand them on, and show what was signed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StateInitCommand.class,
            StateImportCommand.class,
            StateExportCommand.class,
            StateVerifyCommand.class,
            StateRaiseCommand.class,
            StateLowerCommand.class,
            StateShowCommand.class,
            StateInspectCommand.class,
            StateRecoverCommand.class
        })
public final class StateCommand extends CommandGroup {}
