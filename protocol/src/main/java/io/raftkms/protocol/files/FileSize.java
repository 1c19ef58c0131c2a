package io.raftkms.protocol.files;

import io.raftkms.protocol.files.FileFormatException.Problem;

/** The size limit of each kind of file. */
final class FileSize {
    private FileSize() {}

    static void check(FileKind kind, byte[] content) throws FileFormatException {
        if (content.length > kind.maxBytes()) {
            throw new FileFormatException(
                    kind, Problem.TOO_LARGE, "", content.length + " bytes", "at most " + kind.maxBytes() + " bytes");
        }
        if (content.length == 0) {
            throw new FileFormatException(kind, Problem.MALFORMED, "", "an empty file", "its content");
        }
    }
}
