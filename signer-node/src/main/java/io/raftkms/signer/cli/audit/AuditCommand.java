package io.raftkms.signer.cli.audit;

import io.raftkms.signer.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code raftkms audit …}. */
@Command(
        name = "audit",
        description = "Check and read what a member has decided, released and refused.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditVerifyCommand.class, AuditExportCommand.class, AuditConflictsCommand.class})
public final class AuditCommand extends CommandGroup {}
