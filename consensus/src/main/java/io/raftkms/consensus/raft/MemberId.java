package io.raftkms.consensus.raft;

import java.util.Objects;

/**
 * A member for ever: names are reusable, ids never. The nonce is drawn when the member's identity is written and stands
 * in its certificate too.
 *
 * @param name what the operator calls it: 1-32 of lower-case letters, digits and hyphens
 * @param nonce 16 lower-case hex digits
 */
public record MemberId(String name, String nonce) {
    public MemberId {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("member name is 1-32 of a-z, 0-9 and hyphen, not " + name);
        }
        if (!nonce.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("member nonce is 16 lower-case hex digits, not " + nonce);
        }
    }

    /** As {@code name#nonce}: the Raft peer id, and the common name of the member's certificate. */
    @Override
    public String toString() {
        return name + "#" + nonce;
    }

    /**
     * Reads {@link #toString()} back.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static MemberId parse(String text) {
        int hash = Objects.requireNonNull(text).indexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("member id is name#nonce, not " + text);
        }
        return new MemberId(text.substring(0, hash), text.substring(hash + 1));
    }
}
