package io.raftkms.consensus.model;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What can happen, one step at a time.
 *
 * @param <S> a state; no step changes one, each makes another
 */
interface Spec<S> {
    S initial();

    /** Every step that can be taken from a state. */
    void steps(S from, Steps<S> to);

    /** The promise that a state breaks, in words. */
    Optional<String> broken(S state);

    /**
     * The same bytes for states that differ in nothing but which member is which.
     *
     * @param to cleared first
     */
    void encode(S state, Bytes to);

    /** A state with that encoding. */
    S decode(byte[] encoded);

    /** Takes steps. */
    @FunctionalInterface
    interface Steps<S> {
        /**
         * @param words what happened; asked for only where a trace is told
         */
        void take(Supplier<String> words, S next);
    }
}
