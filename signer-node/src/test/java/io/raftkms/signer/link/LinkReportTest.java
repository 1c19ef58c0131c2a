package io.raftkms.signer.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.config.LinkMode;
import io.raftkms.signer.config.ValidatorAddress;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LinkReportTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Link.class);
    private final LinkReport report = new LinkReport(new LinkSettings(
            "validator",
            new ValidatorAddress.Unix(Path.of("/nowhere")),
            Requests.CHAIN,
            OptionalLong.empty(),
            Optional.empty(),
            LinkMode.ALL));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    @Test
    void complainsOnceUntilSomethingChanges() {
        for (int i = 0; i < 3; i++) {
            report.dialFailed(new ConnectException("Connection refused"));
        }
        for (int i = 0; i < 3; i++) {
            report.dialFailed(new CompletionException(new UnknownHostException("validator.example.com")));
        }
        report.progressed(LinkState.ADMITTED, Optional.empty());
        report.dialFailed(new CompletionException(new UnknownHostException("validator.example.com")));
        assertThat(warnings())
                .hasSize(3)
                .allMatch(line -> line.startsWith("[test-chain@validator] cannot connect to unix:///nowhere: "));
        assertThat(warnings().get(1)).contains("unknown host validator.example.com");
    }

    @Test
    void advisesModeLeaderAfterASlowTakeover() {
        PrivvalRequest vote = Requests.request(Requests.precommit(1, ByteString.EMPTY));
        report.progressed(LinkState.ADMITTED, Optional.empty());
        report.received(vote, Requests.TIME.plus(Duration.ofSeconds(4)));
        report.received(vote, Requests.TIME.plus(Duration.ofSeconds(9)));
        assertThat(warnings()).singleElement().asString().contains("4000 ms").contains("mode = \"leader\"");
    }

    @Test
    void givesNoAdviceAfterAFastTakeoverOrToANodeThatCatchesUp() {
        PrivvalRequest vote = Requests.request(Requests.prevote(1));
        report.progressed(LinkState.ADMITTED, Optional.empty());
        report.received(vote, Requests.TIME.plus(Duration.ofSeconds(2)));
        report.progressed(LinkState.ADMITTED, Optional.empty());
        report.received(vote, Requests.TIME.plus(Duration.ofHours(1)));
        assertThat(warnings()).isEmpty();
    }

    private List<String> warnings() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
