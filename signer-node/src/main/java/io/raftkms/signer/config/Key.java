package io.raftkms.signer.config;

import java.util.Optional;

/**
 * A key of a table, declared once: it is read, suggested and documented from here.
 *
 * @param name as in the file
 * @param presence whether it must be there, and whether it does anything
 * @param byDefault the value when it is left out
 * @param defaultText how the documentation shows the default
 * @param refusal which fault an unsupported key is
 * @param meaning for people; for an unsupported key, what to do instead
 */
record Key<T>(
        String name,
        ValueType<T> type,
        Presence presence,
        Optional<T> byDefault,
        String defaultText,
        Optional<ConfigurationFault> refusal,
        String meaning) {
    enum Presence {
        REQUIRED,
        OPTIONAL,
        /** Checked and then forgotten: tmkms has it. */
        UNUSED,
        /** An error of its own: tmkms has it, raftkms does not. */
        UNSUPPORTED
    }

    static <T> Key<T> required(String name, ValueType<T> type, String meaning) {
        return new Key<>(name, type, Presence.REQUIRED, Optional.empty(), "", Optional.empty(), meaning);
    }

    /** With a default that does not depend on other keys. */
    static <T> Key<T> optional(String name, ValueType<T> type, T byDefault, String meaning) {
        return new Key<>(
                name,
                type,
                Presence.OPTIONAL,
                Optional.of(byDefault),
                type.show().apply(byDefault),
                Optional.empty(),
                meaning);
    }

    /** Without a value of its own when left out; the text says what happens then. */
    static <T> Key<T> unset(String name, ValueType<T> type, String defaultText, String meaning) {
        return new Key<>(name, type, Presence.OPTIONAL, Optional.empty(), defaultText, Optional.empty(), meaning);
    }

    static <T> Key<T> unused(String name, ValueType<T> type, String meaning) {
        return new Key<>(name, type, Presence.UNUSED, Optional.empty(), "", Optional.empty(), meaning);
    }

    static Key<Object> unsupported(String name, ConfigurationFault refusal, String instead) {
        return new Key<>(
                name, Values.anything(), Presence.UNSUPPORTED, Optional.empty(), "", Optional.of(refusal), instead);
    }
}
