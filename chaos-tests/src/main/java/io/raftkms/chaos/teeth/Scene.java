package io.raftkms.chaos.teeth;

import java.util.List;

/**
 * A way to a state in which some safeguard is all that is left. Played by a sound signer nothing comes of it; by a broken
 * one something must.
 */
interface Scene {
    /** A few words. */
    String name();

    /** What happens, in sentences for the page. */
    String what();

    /** What is changed in all members, sound or broken: where a scene needs another build to be possible at all. */
    default List<Edit> common() {
        return List.of();
    }

    /** Whether this member is broken when the signer is. */
    default boolean breaks(String member) {
        return true;
    }

    /**
     * Plays it.
     *
     * @return what is wrong beyond what was observed, which is judged afterwards; empty for a sound signer
     * @throws Exception if it could not be played to its end, which shows nothing
     */
    List<Finding> play(Setting setting) throws Exception;
}
