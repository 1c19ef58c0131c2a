package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.raftkms.protocol.privval.PrivvalRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private static final LinkId LINK = new LinkId("chain", "validator");
    private static final Duration TOOK = Duration.ofMillis(3);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final DecisionLog log = new DecisionLog(logger());

    private Logger logger() {
        Logger logger = new LoggerContext().getLogger("decisions");
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        return logger;
    }

    @Test
    void writesOneLineADecision() {
        log.answered(LINK, Requests.request(Requests.prevote(12)), Outcome.SIGNED, "", TOOK);
        log.answered(LINK, Requests.request(Requests.proposal(12)), Outcome.REFUSED, "conflict", TOOK);
        log.answered(LINK, Requests.request(Requests.prevote(12)), Outcome.SILENT, "no quorum", TOOK);
        assertThat(texts())
                .containsExactly(
                        "[chain@validator] signed prevote:ABABABABAB at h/r/s 12/0/2 (3 ms)",
                        "[chain@validator] refused proposal:ABABABABAB at h/r/s 12/0/1 (3 ms): conflict",
                        "[chain@validator] left unanswered prevote:ABABABABAB at h/r/s 12/0/2 (3 ms): no quorum");
    }

    @Test
    void saysNothingOfPingsAndKeys() {
        log.answered(LINK, new PrivvalRequest.Ping(), Outcome.PONG, "", TOOK);
        log.answered(LINK, new PrivvalRequest.PubKey("chain"), Outcome.PUBLIC_KEY, "", TOOK);
        assertThat(texts()).isEmpty();
    }

    private List<String> texts() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
