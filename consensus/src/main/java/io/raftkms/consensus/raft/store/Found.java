package io.raftkms.consensus.raft.store;

import java.util.Optional;

/**
 * One file as an inspection found it.
 *
 * @param value what it holds; empty if it is missing or damaged
 * @param damage why it cannot be read; empty if it is missing or sound
 */
public record Found<T>(Optional<T> value, Optional<String> damage) {
    static <T> Found<T> of(T value) {
        return new Found<>(Optional.of(value), Optional.empty());
    }

    static <T> Found<T> missing() {
        return new Found<>(Optional.empty(), Optional.empty());
    }

    static <T> Found<T> damaged(String why) {
        return new Found<>(Optional.empty(), Optional.of(why));
    }
}
