package io.raftkms.signer.message;

import java.util.Optional;

/**
 * One expected failure, as it is told to people.
 *
 * @param detail what was found, where; one or more lines, never a secret
 * @param toDo what to do in this very case; without it the code's own advice is shown
 */
public record Failure(MessageCode code, String detail, Optional<String> toDo) {
    public static Failure of(MessageCode code, String detail) {
        return new Failure(code, detail, Optional.empty());
    }

    public static Failure of(MessageCode code, String detail, String toDo) {
        return new Failure(code, detail, Optional.of(toDo));
    }
}
