package io.raftkms.signer.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.raftkms.signer.config.LogSettings;
import org.slf4j.LoggerFactory;

/** Points the log at standard error, in the form and at the level that the configuration asks for. */
public final class LogSetup {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0} %msg%n";
    /** Exception and causes, without the frames. */
    private static final String SHORT = "%ex{0}";

    private static final String WHOLE = "%ex";
    private static final String OWN = "io.raftkms";
    /** Beyond these, lines are dropped: a reader that is stuck must not hold up a signature. */
    private static final int QUEUED_LINES = 8192;

    /** Libraries are heard only when something is wrong. */
    private static final String[] LIBRARIES = {"org.apache.ratis", "io.netty", "io.vertx"};

    /** gRPC speaks through the JDK's own logging; held here, or its level would be garbage collected. */
    private static final java.util.logging.Logger JDK_ROOT = java.util.logging.Logger.getLogger("");

    private LogSetup() {}

    /** For the member's process. */
    static void apply(LogSettings settings, boolean verbose) {
        Level level = verbose ? Level.DEBUG : Level.toLevel(settings.level().toString());
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        boolean json = settings.format() == LogSettings.Format.JSON;
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(unblocked(context, json ? new JsonEncoder() : pattern(verbose ? WHOLE : SHORT)));
        root.setLevel(level);
        // A defect of ours is reported with its trace; what a library cannot do is for operators, who need the cause.
        Logger own = context.getLogger(OWN);
        own.addAppender(unblocked(context, json ? new JsonEncoder() : pattern(WHOLE)));
        own.setAdditive(false);
        quietLibraries(context, verbose);
    }

    /** Changes what is logged from now on; the form of a line stays. */
    static void level(LogSettings settings, boolean verbose) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .setLevel(verbose ? Level.DEBUG : Level.toLevel(settings.level().toString()));
    }

    /** Writes out what is queued; nothing is logged after it. */
    static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** For commands: nothing but what they print. */
    public static void silence() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        JDK_ROOT.setLevel(java.util.logging.Level.OFF);
    }

    private static void quietLibraries(LoggerContext context, boolean verbose) {
        JDK_ROOT.setLevel(verbose ? java.util.logging.Level.INFO : java.util.logging.Level.SEVERE);
        for (String library : LIBRARIES) {
            context.getLogger(library).setLevel(verbose ? Level.INFO : Level.ERROR);
        }
    }

    private static PatternLayoutEncoder pattern(String exception) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN + exception);
        return encoder;
    }

    private static AsyncAppender unblocked(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        AsyncAppender unblocked = new AsyncAppender();
        unblocked.setContext(context);
        unblocked.setQueueSize(QUEUED_LINES);
        unblocked.setNeverBlock(true);
        unblocked.addAppender(console);
        unblocked.start();
        return unblocked;
    }
}
