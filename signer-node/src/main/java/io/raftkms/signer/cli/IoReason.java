package io.raftkms.signer.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** An I/O error in words: Java puts only the path into some of its messages. */
public final class IoReason {
    private IoReason() {}

    /** The reason, with the path it is about. */
    public static String of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission for " + failure.getMessage();
        }
        if (failure instanceof NoSuchFileException) {
            return failure.getMessage() + " does not exist";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return failure.getMessage() + " is there already";
        }
        return String.valueOf(failure.getMessage());
    }
}
