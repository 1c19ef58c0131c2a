package io.raftkms.signer.config;

import static io.raftkms.signer.config.ConfigurationFault.BAD_VALUE;
import static io.raftkms.signer.config.ConfigurationFault.OUT_OF_RANGE;
import static io.raftkms.signer.config.ConfigurationFault.WRONG_TYPE;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** The value types that tables use. */
final class Values {
    private Values() {}

    static ValueType<Object> anything() {
        return new ValueType<>("not supported", (value, place) -> Optional.of(value), String::valueOf);
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>(
                "`true` or `false`",
                (value, place) -> typed(Boolean.class, "true or false, without quotes", value, place),
                String::valueOf);
    }

    /** A whole number within both bounds. */
    static ValueType<Integer> integer(int min, int max) {
        String range = String.format(Locale.ROOT, "%d to %d", min, max);
        return new ValueType<Long>(
                        "",
                        (value, place) -> typed(Long.class, "a whole number without quotes, " + range, value, place),
                        String::valueOf)
                .then(
                        "whole number, " + range,
                        (number, place) -> {
                            if (number < min || number > max) {
                                place.problem(OUT_OF_RANGE, number + " is not in the range " + range);
                                return Optional.empty();
                            }
                            return Optional.of(number.intValue());
                        },
                        String::valueOf);
    }

    /** A positive 64-bit number in quotes, as tmkms writes heights. */
    static ValueType<Long> quotedHeight() {
        return new ValueType<Object>("", (value, place) -> Optional.of(value), String::valueOf)
                .then("whole number in quotes, at least 1", Values::height, height -> '"' + height.toString() + '"');
    }

    private static Optional<Long> height(Object value, Place place) {
        if (value instanceof Long number) {
            place.problem(WRONG_TYPE, "a height is written in quotes: " + place.key() + " = \"" + number + "\"");
            return Optional.empty();
        }
        Optional<String> text = typed(String.class, "a whole number in quotes", value, place);
        if (text.isPresent() && !text.get().matches("[0-9]{1,19}")) {
            place.problem(BAD_VALUE, quoted(text.get()) + " is not a whole number");
            return Optional.empty();
        }
        return text.flatMap(digits -> positive(digits, place));
    }

    private static Optional<Long> positive(String digits, Place place) {
        try {
            long height = Long.parseLong(digits);
            if (height >= 1) {
                return Optional.of(height);
            }
        } catch (NumberFormatException e) {
            // 19 digits can be more than 64 bits hold; said below.
        }
        place.problem(OUT_OF_RANGE, digits + " is not a height: 1 to " + Long.MAX_VALUE);
        return Optional.empty();
    }

    /** Any text up to a length. */
    static ValueType<String> text(int max) {
        return matching("text, at most " + max + " characters", "(?s).{0," + max + "}");
    }

    /** Text of a form that the description explains. */
    static ValueType<String> matching(String description, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new ValueType<>(
                description,
                (value, place) -> typed(String.class, "text in quotes: " + description, value, place)
                        .filter(text -> {
                            boolean good = pattern.matcher(text).matches();
                            if (!good) {
                                place.problem(BAD_VALUE, quoted(text) + " is not " + description);
                            }
                            return good;
                        }),
                Values::quoted);
    }

    /** One of the constants, written as {@code toString()} gives it. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(E::toString).toList();
        String list = String.join(", ", names.stream().map(Values::quoted).toList());
        return new ValueType<String>(
                        "", (value, place) -> typed(String.class, "one of " + list, value, place), text -> text)
                .then(
                        "one of " + list.replace('"', '`'),
                        (text, place) -> {
                            int index = names.indexOf(text);
                            if (index < 0) {
                                place.problem(
                                        BAD_VALUE,
                                        quoted(text) + " is not one of " + list + Suggestion.sentence(text, names));
                                return Optional.empty();
                            }
                            return Optional.of(type.getEnumConstants()[index]);
                        },
                        constant -> quoted(constant.toString()));
    }

    /** A path; a relative one starts at the directory of the file. */
    static ValueType<Path> path() {
        return matching("path, at most 4096 characters", "(?s).{1,4096}")
                .then("path; a relative one starts at the directory of this file", Values::resolve, Path::toString);
    }

    private static Optional<Path> resolve(String text, Place place) {
        try {
            return Optional.of(place.reading().home().resolve(text).normalize());
        } catch (InvalidPathException e) {
            place.problem(BAD_VALUE, "no path of this system: " + e.getReason());
            return Optional.empty();
        }
    }

    /** A list; its elements are checked one by one, each at its own place. */
    static <T> ValueType<List<T>> listOf(ValueType<T> element, int min, int max) {
        return new ValueType<TomlArray>(
                        "",
                        (value, place) -> typed(TomlArray.class, "a list in square brackets", value, place),
                        TomlArray::toJson)
                .then(
                        "list of " + element.description(),
                        (array, place) -> elements(element, array, min, max, place),
                        list -> list.stream().map(element.show()).toList().toString());
    }

    private static <T> Optional<List<T>> elements(
            ValueType<T> element, TomlArray array, int min, int max, Place place) {
        if (array.size() < min || array.size() > max) {
            place.problem(OUT_OF_RANGE, array.size() + " elements; " + min + " to " + max + " are allowed");
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Spot spot = Section.spot(array.inputPositionOf(i), place.spot());
            element.reader()
                    .read(array.get(i), place.at(spot, place.key() + "[" + i + "]"))
                    .ifPresent(values::add);
        }
        return values.size() == array.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    /** A table of its own, inline or under a heading. */
    static <T> ValueType<T> table(Table table, Function<Section, Optional<T>> read) {
        return new ValueType<TomlTable>(
                        "", (value, place) -> typed(TomlTable.class, "a table", value, place), TomlTable::toJson)
                .then(
                        "table",
                        (toml, place) -> read.apply(new Section(table, toml, place.spot(), place.reading())),
                        String::valueOf);
    }

    /** A list of tables; gives those that could be read, so that later checks see as much as possible. */
    static <T> ValueType<List<Entry<T>>> tables(Table table, Function<Section, Optional<T>> read) {
        return new ValueType<TomlArray>(
                        "",
                        (value, place) -> {
                            if (value instanceof TomlTable) {
                                place.problem(WRONG_TYPE, "write the heading with two brackets: " + table.heading());
                                return Optional.empty();
                            }
                            return typed(TomlArray.class, "tables, each under " + table.heading(), value, place);
                        },
                        TomlArray::toJson)
                .then("tables", (array, place) -> Optional.of(entries(table, read, array, place)), String::valueOf);
    }

    private static <T> List<Entry<T>> entries(
            Table table, Function<Section, Optional<T>> read, TomlArray array, Place place) {
        List<Entry<T>> entries = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Spot spot = Section.spot(array.inputPositionOf(i), place.spot());
            Place element = place.at(spot, place.key());
            typed(TomlTable.class, "a table under " + table.heading(), array.get(i), element)
                    .ifPresent(toml -> {
                        Section section = new Section(table, toml, spot, place.reading());
                        read.apply(section).ifPresent(value -> entries.add(new Entry<>(section, value)));
                    });
        }
        return entries;
    }

    private static <T> Optional<T> typed(Class<T> type, String wanted, Object value, Place place) {
        if (type.isInstance(value)) {
            return Optional.of(type.cast(value));
        }
        place.problem(WRONG_TYPE, "is " + kind(value) + "; needed is " + wanted);
        return Optional.empty();
    }

    private static String kind(Object value) {
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof TomlArray) {
            return "a list";
        }
        return value instanceof TomlTable ? "a table" : "a date or time";
    }

    /** As it would stand in the file; long ones cut. */
    static String quoted(String text) {
        String shown = text.length() > 80 ? text.substring(0, 77) + "..." : text;
        return '"' + org.tomlj.Toml.tomlEscape(shown).toString() + '"';
    }
}
