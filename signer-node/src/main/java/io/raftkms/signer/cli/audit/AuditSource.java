package io.raftkms.signer.cli.audit;

import io.raftkms.signer.audit.AuditReader;
import io.raftkms.signer.cli.ConfigurationLoader;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.IoReason;
import io.raftkms.signer.config.AuditSettings;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose chain a command reads: a directory, copied or not, or that of a configuration. */
final class AuditSource {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Directory with the files of a chain, a copy too; else data/audit of the configuration.")
    private Path given;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The member's configuration; its anchor is compared, too.")
    private Path config;

    /**
     * @param anchor holds the head; empty for a directory that was named
     */
    record Place(Path directory, Optional<Path> anchor) {}

    /** Finds the directory, in which there is at least one file. */
    Place place(Environment environment) {
        Place place = named(environment);
        try {
            if (!Files.isDirectory(place.directory()) || !AuditReader.hasFiles(place.directory())) {
                throw new CommandException(MessageCode.AUDIT_MISSING, "there is no audit file in " + place.directory());
            }
        } catch (IOException e) {
            throw unreadable(place.directory(), e);
        }
        return place;
    }

    private Place named(Environment environment) {
        if (given != null) {
            Path directory = environment.directory().resolve(given).normalize();
            if (config == null) {
                return new Place(directory, Optional.empty());
            }
            return new Place(directory, Optional.of(settings(environment).anchor()));
        }
        AuditSettings settings = settings(environment);
        return new Place(settings.directory(), Optional.of(settings.anchor()));
    }

    private AuditSettings settings(Environment environment) {
        return new ConfigurationLoader(environment)
                .configuration(Optional.ofNullable(config))
                .audit();
    }

    static CommandException unreadable(Path directory, IOException failure) {
        return new CommandException(
                MessageCode.AUDIT_UNREADABLE, directory + " cannot be read: " + IoReason.of(failure), failure);
    }
}
