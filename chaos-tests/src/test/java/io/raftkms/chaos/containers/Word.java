package io.raftkms.chaos.containers;

import io.raftkms.chaos.nemesis.FaultKind;
import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Victim;
import java.util.Locale;

/** A fault that only befalls members in containers, by its word in scripts. */
record Word(String name, Making making) implements FaultKind {
    /** Makes one such fault. */
    @FunctionalInterface
    interface Making {
        Nemesis on(Stage stage, Victim victim);
    }

    /** A fault of each victim by itself. */
    static Word each(String word, OnEach.Deed begin, OnEach.Deed heal) {
        return new Word(word.toUpperCase(Locale.ROOT), (stage, victim) -> new OnEach(stage, victim, begin, heal));
    }

    @Override
    public Nemesis on(Stage stage, Victim victim) {
        return making.on(stage, victim);
    }

    @Override
    public String toString() {
        return name;
    }
}
