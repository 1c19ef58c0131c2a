package io.raftkms.chaos.nemesis;

/** A kind of fault, by the word that scripts have for it. {@link Fault} has those that befall members anywhere. */
public interface FaultKind {
    /** Upper case; in scripts lower case. */
    String name();

    /** One such fault. */
    Nemesis on(Stage stage, Victim victim);
}
