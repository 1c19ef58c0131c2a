package io.raftkms.protocol.files;

import java.util.Locale;

/**
 * A file is not what it should be. The message is one sentence that names the kind of file, the field, what was found
 * and what is expected; never any secret. Callers that know the path add it.
 *
 * <p>It has no cause on purpose: a parser's own message may quote what it read.
 */
public final class FileFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong, for callers that answer differently. */
    public enum Problem {
        /** Longer than {@link FileKind#maxBytes()}. */
        TOO_LARGE,
        /** Not JSON, not base64, not of the expected form as a whole. */
        MALFORMED,
        MISSING_FIELD,
        UNKNOWN_FIELD,
        /** A field's value has the wrong type, range or form. */
        BAD_VALUE,
        /** Each part is well-formed, but they contradict each other. */
        CONTRADICTION,
        /** A key of a type, or in a form, that raftkms cannot use. */
        UNSUPPORTED_KEY
    }

    private final FileKind kind;
    private final Problem problem;
    private final String field;

    FileFormatException(FileKind kind, Problem problem, String field, String found, String expected) {
        super(sentence(kind, field, found, expected));
        this.kind = kind;
        this.problem = problem;
        this.field = field;
    }

    private static String sentence(FileKind kind, String field, String found, String expected) {
        String where = field.isEmpty() ? kind.toString() : kind + ", field \"" + field + "\"";
        return String.format(Locale.ROOT, "%s: found %s, expected %s", where, found, expected);
    }

    public FileKind kind() {
        return kind;
    }

    public Problem problem() {
        return problem;
    }

    /** Path of the field inside the file, as {@code priv_key.value}; empty if the file as a whole is meant. */
    public String field() {
        return field;
    }
}
