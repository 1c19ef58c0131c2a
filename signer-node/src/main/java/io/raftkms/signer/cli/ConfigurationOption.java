package io.raftkms.signer.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code -c FILE} of commands that work on a member. */
public final class ConfigurationOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "The member's configuration; else RAFTKMS_CONFIG_FILE or TMKMS_CONFIG_FILE, else raftkms.toml or"
                            + " tmkms.toml in the current directory.")
    private Path file;

    /** What was given. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
