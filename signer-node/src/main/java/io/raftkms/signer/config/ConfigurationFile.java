package io.raftkms.signer.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads a configuration file: everything that is wrong with it at once. Looks at no file but this one. */
public final class ConfigurationFile {
    private static final int MAX_BYTES = 1 << 20;

    private ConfigurationFile() {}

    /** Reads raftkms.toml or tmkms.toml, whatever its name. */
    public static ConfigurationReading read(Path given) {
        Path file = given.toAbsolutePath().normalize();
        try {
            if (Files.size(file) > MAX_BYTES) {
                return unreadable(file + " has more than " + MAX_BYTES + " bytes: no configuration file");
            }
            byte[] bytes = Files.readAllBytes(file);
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    file);
        } catch (NoSuchFileException e) {
            return invalid(ConfigurationFault.FILE_MISSING, file + " does not exist");
        } catch (CharacterCodingException e) {
            return unreadable(file + " is not UTF-8 text");
        } catch (IOException e) {
            String why = Files.isDirectory(file)
                    ? "it is a directory; name the file in it"
                    : e.getClass().getSimpleName();
            return unreadable(file + " cannot be read: " + why);
        }
    }

    /**
     * Reads the text of a configuration file.
     *
     * @param file where it stands, absolute: relative paths start at its directory
     */
    public static ConfigurationReading parse(String text, Path file) {
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            return new ConfigurationReading.Invalid(
                    toml.errors().stream().map(ConfigurationFile::syntax).toList());
        }
        Reading reading = new Reading(file);
        Optional<Configuration> configuration =
                ConfigurationTable.read(new Section(ConfigurationTable.TABLE, toml, Spot.START, reading));
        return configuration
                .<ConfigurationReading>map(valid -> new ConfigurationReading.Valid(valid, reading.notices()))
                .orElseGet(() -> new ConfigurationReading.Invalid(reading.problems()));
    }

    private static Problem syntax(TomlParseError error) {
        return new Problem(Section.spot(error.position(), Spot.START), ConfigurationFault.SYNTAX, error.getMessage());
    }

    private static ConfigurationReading unreadable(String text) {
        return invalid(ConfigurationFault.FILE_UNREADABLE, text);
    }

    private static ConfigurationReading invalid(ConfigurationFault fault, String text) {
        return new ConfigurationReading.Invalid(List.of(new Problem(Spot.START, fault, text)));
    }
}
