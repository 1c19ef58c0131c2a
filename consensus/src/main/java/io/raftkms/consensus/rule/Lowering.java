package io.raftkms.consensus.rule;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.nio.charset.StandardCharsets;

/**
 * That an operator set a mark back.
 *
 * @param index log index of the command: a later state than one without it
 * @param from the mark before
 * @param to the mark after, below that
 * @param forgotRecent whether the reservations were forgotten with it
 * @param reason why, as the operator typed it
 */
public record Lowering(long index, HeightRoundStep from, HeightRoundStep to, boolean forgotRecent, String reason) {
    /** Enough for a sentence and a link. */
    public static final int MAX_REASON_CHARACTERS = 200;

    public Lowering {
        if (index < 1) {
            throw new IllegalArgumentException("a lowering stands in the log at index 1 or more, not " + index);
        }
        if (to.compareTo(from) >= 0) {
            throw new IllegalArgumentException("a lowering goes down, not from " + from + " to " + to);
        }
        requireReason(reason);
    }

    /**
     * @throws IllegalArgumentException if the text is not 1-200 characters of one line that UTF-8 can carry
     */
    public static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the reason has 1-" + MAX_REASON_CHARACTERS + " characters, not " + reason.length());
        }
        boolean oneLine = StandardCharsets.UTF_8.newEncoder().canEncode(reason);
        for (int i = 0; i < reason.length(); i++) {
            oneLine &= !Character.isISOControl(reason.charAt(i));
        }
        if (!oneLine) {
            throw new IllegalArgumentException("the reason is one line of valid Unicode");
        }
    }
}
