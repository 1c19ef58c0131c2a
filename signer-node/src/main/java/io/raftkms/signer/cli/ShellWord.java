package io.raftkms.signer.cli;

/** Text as one word of a shell command, for lines that people copy. */
public final class ShellWord {
    private ShellWord() {}

    /** As it is if the shell takes it so, else in single quotes. */
    public static String of(Object value) {
        String text = value.toString();
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
