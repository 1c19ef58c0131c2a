package io.raftkms.signer.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads a configuration file: everything that is wrong with it at once. Opens no file but this one. */
public final class ConfigurationFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ConfigurationFile() {}

    /** Reads raftkms.toml or tmkms.toml, whatever its name. */
    public static ConfigurationReading read(Path given) {
        Path file = given.toAbsolutePath().normalize();
        if (Files.isDirectory(file)) {
            return unreadable(file + " is a directory; " + meantBy(file));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return unreadable(file + " is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                return unreadable(file + " has more than " + MAX_BYTES + " bytes: no configuration file");
            }
            String text = withoutMark(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
            int tooDeep = Nesting.tooDeepAt(text);
            if (tooDeep >= 0) {
                return nestedTooDeep(text, tooDeep);
            }
            TomlParseResult toml = Toml.parse(text);
            if (!toml.hasErrors() && toml.isEmpty()) {
                return invalid(ConfigurationFault.MISSING_KEY, "the file is empty, or all of it is commented out");
            }
            return reading(toml, file);
        } catch (NoSuchFileException e) {
            return invalid(ConfigurationFault.FILE_MISSING, file + " does not exist");
        } catch (CharacterCodingException e) {
            return unreadable(file + " is not UTF-8 text");
        } catch (IOException e) {
            return unreadable(file + " cannot be read: " + reason(e));
        }
    }

    private static String meantBy(Path directory) {
        List<Path> files = ConfigurationLocation.inHome(directory)
                .map(List::of)
                .orElseGet(() -> ConfigurationLocation.inHomesOf(directory));
        return files.isEmpty()
                ? "there is no " + String.join(" or ", ConfigurationLocation.NAMES) + " in it"
                : "did you mean " + files.stream().map(Path::toString).collect(Collectors.joining(" or ")) + "?";
    }

    /** Editors of another system put a byte order mark first, which nobody sees. */
    private static String withoutMark(CharBuffer text) {
        return (text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK ? text.subSequence(1, text.length()) : text)
                .toString();
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        boolean hasReason = failure instanceof FileSystemException named && named.getReason() != null;
        return hasReason ? ((FileSystemException) failure).getReason() : failure.getMessage();
    }

    /**
     * Reads the text of a configuration file.
     *
     * @param file where it stands, absolute: relative paths start at its directory
     */
    public static ConfigurationReading parse(String text, Path file) {
        int tooDeep = Nesting.tooDeepAt(text);
        return tooDeep >= 0 ? nestedTooDeep(text, tooDeep) : reading(Toml.parse(text), file);
    }

    private static ConfigurationReading nestedTooDeep(String text, int at) {
        String before = text.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        Spot spot = new Spot(line, at - before.lastIndexOf('\n'));
        String limit = "brackets are nested too deep: more than " + Nesting.LIMIT + " in each other";
        return new ConfigurationReading.Invalid(List.of(new Problem(spot, ConfigurationFault.SYNTAX, limit)));
    }

    private static ConfigurationReading reading(TomlParseResult toml, Path file) {
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
