package io.raftkms.signer.admin;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.util.Arrays;
import java.util.List;

/** Expected failures of an admin call, as they travel back to the command. */
public record FailureReport(List<One> failures) {
    /**
     * @param code as RK-1502
     * @param toDo null where the code's own advice is meant
     */
    public record One(String code, String detail, String toDo) {}

    static FailureReport of(CommandException failed) {
        return new FailureReport(failed.failures().stream()
                .map(one -> new One(one.code().code(), one.detail(), one.toDo().orElse(null)))
                .toList());
    }

    CommandException toException() {
        return new CommandException(failures.stream()
                .map(one -> new Failure(code(one.code()), one.detail(), java.util.Optional.ofNullable(one.toDo())))
                .toList());
    }

    private static MessageCode code(String text) {
        return Arrays.stream(MessageCode.values())
                .filter(code -> code.code().equals(text))
                .findFirst()
                .orElse(MessageCode.UNEXPECTED);
    }
}
