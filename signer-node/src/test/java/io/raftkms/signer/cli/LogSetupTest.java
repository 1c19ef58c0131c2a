package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.raftkms.signer.config.LogSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The level that a reload brings holds from the next line on. */
class LogSetupTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    /** One of the product's own; no test has given it a level. */
    private final Logger own = (Logger) LoggerFactory.getLogger("io.raftkms.signer.reloaded");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Level before = root.getLevel();

    @BeforeEach
    void listen() {
        lines.start();
        own.setAdditive(false);
        own.addAppender(lines);
    }

    @AfterEach
    void restore() {
        own.detachAppender(lines);
        own.setAdditive(true);
        root.setLevel(before);
    }

    @Test
    void onlyWhatIsSevereEnoughIsLoggedAfterAChange() {
        LogSetup.level(settings(LogSettings.Level.INFO), false);
        speak();
        LogSetup.level(settings(LogSettings.Level.ERROR), false);
        speak();
        LogSetup.level(settings(LogSettings.Level.DEBUG), false);
        speak();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.INFO, Level.ERROR, Level.ERROR, Level.DEBUG, Level.INFO, Level.ERROR);
    }

    @Test
    void whoAskedForEverythingOnTheCommandLineGetsItWhateverTheFileSays() {
        LogSetup.level(settings(LogSettings.Level.ERROR), true);
        speak();

        assertThat(lines.list).hasSize(3);
    }

    private void speak() {
        own.debug("of interest to few");
        own.info("signed");
        own.error("broken");
    }

    private static LogSettings settings(LogSettings.Level level) {
        return new LogSettings(LogSettings.Format.TEXT, level);
    }
}
