package io.raftkms.signer.config;

/**
 * How deep brackets and braces of a TOML text stand in each other: its parser takes time and stack with the depth, and a
 * configuration needs three.
 */
final class Nesting {
    /** Deeper than this nothing is parsed. */
    static final int LIMIT = 32;

    private Nesting() {}

    /** The place of the first bracket that stands too deep, -1 if none does. Brackets in strings and comments count not. */
    static int tooDeepAt(String text) {
        int depth = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = endOfLine(text, at);
            } else if (c == '"' || c == '\'') {
                at = endOfString(text, at);
            } else {
                if (c == '[' || c == '{') {
                    depth++;
                } else if (c == ']' || c == '}') {
                    depth = Math.max(0, depth - 1);
                }
                if (depth > LIMIT) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** Behind the string that begins here; an unclosed one of a single line ends with the line. */
    private static int endOfString(String text, int from) {
        char quote = text.charAt(from);
        String three = String.valueOf(quote).repeat(3);
        boolean lines = text.startsWith(three, from);
        int at = from + (lines ? 3 : 1);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && quote == '"') {
                at += 2;
            } else if (lines ? text.startsWith(three, at) : c == quote || c == '\n') {
                return at + (lines ? 3 : 1);
            } else {
                at++;
            }
        }
        return text.length();
    }
}
