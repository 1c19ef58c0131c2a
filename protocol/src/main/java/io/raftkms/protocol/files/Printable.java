package io.raftkms.protocol.files;

/** Text from outside, made fit for one line of a message. */
final class Printable {
    private static final int MAX_CHARS = 40;

    private Printable() {}

    static String quote(String text) {
        return '"' + shorten(text) + '"';
    }

    static String shorten(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_CHARS); i++) {
            char c = text.charAt(i);
            line.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > MAX_CHARS ? line + "..." : line.toString();
    }
}
