package io.raftkms.consensus.raft;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes faults on until the member is being closed; what breaks while it is taken apart is only logged. */
final class ArmedFailStop implements FailStop {
    private static final Logger LOG = LoggerFactory.getLogger(ArmedFailStop.class);

    private final FailStop target;
    private volatile boolean armed = true;

    ArmedFailStop(FailStop target) {
        this.target = target;
    }

    @Override
    public void halt(Fault fault, String detail, Throwable cause) {
        if (armed) {
            // Without a log line of our own before it: a log that is stuck must not keep a member from ending.
            target.halt(fault, detail, cause);
        } else {
            LOG.debug("While closing: {}: {}", fault, detail);
        }
    }

    void disarm() {
        armed = false;
    }
}
