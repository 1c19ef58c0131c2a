package io.raftkms.protocol.privval;

/** Text from outside, made fit for logs and error messages. */
public final class PrintableText {
    private static final int MAX_QUOTED_CHARS = 60;

    private PrintableText() {}

    /**
     * In double quotes, at most 60 characters of it, everything but printable ASCII as {@code \\uXXXX}: no line break,
     * control sequence or look-alike gets into a message.
     */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        truncate(text, MAX_QUOTED_CHARS).chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append(String.format("\\u%04x", c));
            }
        });
        return quoted.append(text.length() > MAX_QUOTED_CHARS ? "\"..." : "\"").toString();
    }

    /** The first characters, never half of a surrogate pair. */
    static String truncate(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }
}
