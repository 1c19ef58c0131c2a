package io.raftkms.signer.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table as it stands in the file, read against its declaration. Opening it reports every key that is unknown,
 * unsupported, unused or missing; the others are read by {@link #read}.
 */
final class Section {
    private final Table table;
    private final TomlTable toml;
    private final Spot start;
    private final Reading reading;
    private final int problemsBefore;

    Section(Table table, TomlTable toml, Spot start, Reading reading) {
        this.table = table;
        this.toml = toml;
        this.start = start;
        this.reading = reading;
        this.problemsBefore = reading.problemCount();
        toml.keySet().forEach(this::reportIfUnknown);
        table.keys().forEach(this::reportPresence);
    }

    /** The value; the default if the key is left out; empty if there is none or it was reported as a problem. */
    <T> Optional<T> read(Key<T> key) {
        Object value = toml.get(List.of(key.name()));
        if (value == null) {
            return key.byDefault();
        }
        return key.type().reader().read(value, place(key));
    }

    boolean has(Key<?> key) {
        return toml.contains(List.of(key.name()));
    }

    /** Where the key stands, or the table if the key is left out. */
    Spot spot(Key<?> key) {
        return has(key) ? spot(key.name()) : start;
    }

    Spot start() {
        return start;
    }

    Reading reading() {
        return reading;
    }

    /** Reports a problem of the key's value, or of its absence. */
    void problem(Key<?> key, ConfigurationFault fault, String text) {
        place(key).problem(fault, text);
    }

    /** Builds the result unless a key of this table had a problem. */
    <T> Optional<T> ifSound(Supplier<T> result) {
        return reading.problemCount() == problemsBefore ? Optional.of(result.get()) : Optional.empty();
    }

    private Place place(Key<?> key) {
        return new Place(reading, spot(key), key.name(), table.heading());
    }

    private Spot spot(String name) {
        return spot(toml.inputPositionOf(List.of(name)), start);
    }

    static Spot spot(TomlPosition position, Spot otherwise) {
        return position == null ? otherwise : new Spot(position.line(), position.column());
    }

    private void reportIfUnknown(String name) {
        if (!table.keyNames().contains(name)) {
            String suggestion = Suggestion.sentence(name, table.keyNames());
            String known = suggestion.isEmpty() ? "; known are " + String.join(", ", table.keyNames()) : suggestion;
            reading.problem(
                    spot(name),
                    ConfigurationFault.UNKNOWN_KEY,
                    "unknown key \"" + name + "\" in " + table.heading() + known);
        }
    }

    private void reportPresence(Key<?> key) {
        if (!has(key)) {
            if (key.presence() == Key.Presence.REQUIRED) {
                reading.problem(
                        start,
                        ConfigurationFault.MISSING_KEY,
                        table.heading() + " lacks " + key.name() + ": "
                                + key.type().description());
            }
            return;
        }
        switch (key.presence()) {
            case UNUSED -> {
                read(key);
                reading.unused(spot(key), key.name());
            }
            case UNSUPPORTED -> problem(key, key.refusal().orElseThrow(), key.meaning());
            case REQUIRED, OPTIONAL -> {}
        }
    }
}
