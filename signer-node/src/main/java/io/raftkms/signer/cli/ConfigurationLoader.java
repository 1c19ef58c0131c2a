package io.raftkms.signer.cli;

import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationLocation;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.config.Notice;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ConfigurationProblems;
import io.raftkms.signer.message.MessageCode;
import java.nio.file.Path;
import java.util.Optional;

/** Finds and reads the configuration file of a command; what is wrong with it ends the command. */
public final class ConfigurationLoader {
    private final Environment environment;

    public ConfigurationLoader(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads the file.
     *
     * @param given what {@code -c} said
     * @throws CommandException with one failure for each problem
     */
    public ConfigurationReading.Valid load(Optional<Path> given) {
        Path file = file(given);
        ConfigurationReading reading = ConfigurationFile.read(file);
        if (reading instanceof ConfigurationReading.Valid valid) {
            return valid;
        }
        ConfigurationReading.Invalid invalid = (ConfigurationReading.Invalid) reading;
        throw new CommandException(ConfigurationProblems.failures(file, invalid.problems()));
    }

    /** As {@link #load}, without the notices. */
    public Configuration configuration(Optional<Path> given) {
        return load(given).configuration();
    }

    private Path file(Optional<Path> given) {
        return given.or(() -> ConfigurationLocation.find(environment.variables(), environment.directory()))
                .map(path -> environment.directory().resolve(path).normalize())
                .orElseThrow(() -> new CommandException(
                        MessageCode.CONFIGURATION_MISSING,
                        "no " + String.join(" or ", ConfigurationLocation.NAMES) + " in " + environment.directory()
                                + ", and neither " + String.join(" nor ", ConfigurationLocation.VARIABLES)
                                + " is set"));
    }

    /** {@code FILE:LINE:COLUMN: note: text}. */
    public static String text(Path file, Notice notice) {
        return file + ":" + notice.spot() + ": note: " + notice.text();
    }
}
