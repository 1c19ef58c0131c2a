package io.raftkms.signer.cli;

import io.raftkms.signer.cli.certificate.CertificateCommand;
import picocli.CommandLine.Command;

/** {@code raftkms cluster …}. */
@Command(
        name = "cluster",
        description = "Make and steer a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ClusterInitCommand.class,
            ClusterRunCommand.class,
            ClusterStatusCommand.class,
            ClusterTransferCommand.class,
            CertificateCommand.class,
        })
final class ClusterCommand extends CommandGroup {}
