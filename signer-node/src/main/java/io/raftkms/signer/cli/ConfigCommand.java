package io.raftkms.signer.cli;

import picocli.CommandLine.Command;

/** {@code raftkms config …}. */
@Command(
        name = "config",
        description = "Look at configuration files.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigCheckCommand.class})
final class ConfigCommand extends CommandGroup {}
