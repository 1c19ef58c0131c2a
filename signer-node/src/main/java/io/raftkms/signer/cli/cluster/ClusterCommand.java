package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.cli.CommandGroup;
import io.raftkms.signer.cli.certificate.CertificateCommand;
import picocli.CommandLine.Command;

/** {@code raftkms cluster …}. */
@Command(
        name = "cluster",
        description = "Make and steer a cluster.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ClusterInitCommand.class,
            ClusterGrowCommand.class,
            ClusterRecoverCommand.class,
            ClusterRunCommand.class,
            ClusterStatusCommand.class,
            ClusterTransferCommand.class,
            ClusterDrainCommand.class,
            ClusterUndrainCommand.class,
            ClusterAddCommand.class,
            ClusterRemoveCommand.class,
            ClusterReplaceCommand.class,
            CertificateCommand.class,
            ClusterFinalizeUpgradeCommand.class,
        })
public final class ClusterCommand extends CommandGroup {}
