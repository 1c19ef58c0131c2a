package io.raftkms.signer.cli.log;

import io.raftkms.signer.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code raftkms log …}. */
@Command(
        name = "log",
        description = "Look into a member's Raft log.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LogInspectCommand.class})
public final class LogCommand extends CommandGroup {}
