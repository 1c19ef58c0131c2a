package io.raftkms.signer.link;

import io.raftkms.protocol.privval.PrivvalRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per decision on a vote or proposal, in the form that operators of tmkms know:
 *
 * <pre>[chain@validator] signed precommit:1F2E3D4C5B at h/r/s 12/0/3 (3 ms)</pre>
 *
 * The step counts as everywhere here: 1 proposal, 2 prevote, 3 precommit.
 */
public final class DecisionLog implements LinkEvents {
    private final Logger log;

    public DecisionLog() {
        this(LoggerFactory.getLogger(DecisionLog.class));
    }

    DecisionLog(Logger log) {
        this.log = log;
    }

    @Override
    public void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
        String verb = switch (outcome) {
            case SIGNED -> "signed";
            case REFUSED -> "refused";
            case SILENT -> "left unanswered";
            case DROPPED -> "dropped the late answer to";
            case PUBLIC_KEY, PONG -> null;
        };
        if (verb == null) {
            return;
        }
        String because = detail.isEmpty() ? "" : ": " + detail;
        log.info("[{}] {} {} ({} ms){}", link, verb, Asked.describe(request), took.toMillis(), because);
    }
}
