package io.raftkms.signer.cli.drill;

import io.raftkms.signer.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code raftkms drill}. */
@Command(
        name = "drill",
        description = "Practise failures on a live cluster.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DrillFailoverCommand.class)
public final class DrillCommand extends CommandGroup {}
