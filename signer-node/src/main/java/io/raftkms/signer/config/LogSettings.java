package io.raftkms.signer.config;

import java.util.Locale;

/** What is logged, and how. */
public record LogSettings(Format format, Level level) {
    static final LogSettings DEFAULT = new LogSettings(Format.TEXT, Level.INFO);

    /** Form of a line. */
    public enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Least severe level that is logged. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
