package io.raftkms.signer.cli.certificate;

import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.home.AuthorityDirectory;
import io.raftkms.signer.home.UnusableMaterialException;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Path;

/** The CA of a {@code --ca} option. */
final class Authority {
    private Authority() {}

    static AuthorityDirectory open(Environment environment, Path directory) {
        try {
            return AuthorityDirectory.open(
                    environment.directory().resolve(directory).normalize(), environment.clock(), environment.random());
        } catch (UnusableMaterialException e) {
            throw new CommandException(MessageCode.CA_UNUSABLE, e.getMessage(), e);
        }
    }
}
