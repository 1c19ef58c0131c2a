package io.raftkms.signer.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * A type of value: how it is read and how the documentation describes it.
 *
 * @param description for people: type and bounds
 * @param reader from what the TOML parser gives
 * @param show the value as it would be written in the file
 */
record ValueType<T>(String description, Reader<T> reader, Function<T, String> show) {
    /** Turns a TOML value into a Java one, or reports a problem at the place and gives nothing. */
    @FunctionalInterface
    interface Reader<T> {
        Optional<T> read(Object value, Place place);
    }

    /** The same with one more step that may refuse. */
    <U> ValueType<U> then(String narrower, Narrowing<T, U> narrowing, Function<U, String> shown) {
        return new ValueType<>(
                narrower,
                (value, place) -> reader.read(value, place).flatMap(read -> narrowing.narrow(read, place)),
                shown);
    }

    /** A further step of reading. */
    @FunctionalInterface
    interface Narrowing<T, U> {
        Optional<U> narrow(T value, Place place);
    }
}
