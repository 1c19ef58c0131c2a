package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Position;
import java.util.List;

/**
 * A broken promise.
 *
 * @param sources files and lines that show it
 */
public record Violation(Promise promise, Position at, String what, List<String> sources) {
    /** One line of it. */
    public String text() {
        return promise + " broken at " + at + ": " + what + " " + sources;
    }
}
