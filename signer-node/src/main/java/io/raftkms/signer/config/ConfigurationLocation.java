package io.raftkms.signer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which configuration file is meant when a command was given none: {@code RAFTKMS_CONFIG_FILE}, then
 * {@code TMKMS_CONFIG_FILE}, then raftkms.toml and tmkms.toml in the current directory.
 */
public final class ConfigurationLocation {
    /** Environment variables, in the order in which they are asked. */
    public static final List<String> VARIABLES = List.of("RAFTKMS_CONFIG_FILE", "TMKMS_CONFIG_FILE");

    /** File names in a home, in the order in which they are looked for. */
    public static final List<String> NAMES = List.of("raftkms.toml", "tmkms.toml");

    private ConfigurationLocation() {}

    /** The file, if a variable names one (whether it exists or not) or one is in the directory. */
    public static Optional<Path> find(Map<String, String> environment, Path currentDirectory) {
        Stream<Path> named = VARIABLES.stream()
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isEmpty())
                .map(currentDirectory::resolve);
        return Stream.concat(named, inHome(currentDirectory).stream()).findFirst();
    }

    /** The configuration files in the homes of a directory, as {@code cluster init} writes them; none if there are none. */
    static List<Path> inHomesOf(Path directory) {
        try (Stream<Path> homes = Files.list(directory)) {
            return homes.flatMap(home -> inHome(home).stream()).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The configuration file of a home, if there is one. */
    public static Optional<Path> inHome(Path home) {
        return NAMES.stream().map(home::resolve).filter(Files::exists).findFirst();
    }
}
