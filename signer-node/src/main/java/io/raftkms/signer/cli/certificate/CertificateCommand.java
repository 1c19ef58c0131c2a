package io.raftkms.signer.cli.certificate;

import io.raftkms.signer.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code raftkms cluster cert …}. */
@Command(
        name = "cert",
        description = {
            "Show and renew the certificates of members.",
            "A renewal: `request` on the member makes a key, which stays there, and a request; `renew` where the CA's"
                    + " key is answers it; `install` on the member takes both into use, without a restart."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CertificateShowCommand.class,
            CertificateRequestCommand.class,
            CertificateRenewCommand.class,
            CertificateInstallCommand.class,
            NewAuthorityCommand.class,
        })
public final class CertificateCommand extends CommandGroup {}
