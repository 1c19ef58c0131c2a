package io.raftkms.signer.simulator;

import static io.raftkms.signer.simulator.Probe.BLOCK_A;
import static io.raftkms.signer.simulator.Probe.prevote;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a signer treats its connection to the node. That it comes back is a must; how soon is a promise of raftkms. */
final class LinkChecks {
    private static final int HALF_DONE_DIALS = 10;
    private static final byte[] GARBAGE = {5, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    private static final byte[] UNKNOWN_MESSAGE = {3, (byte) 0xfa, 1, 0};
    private static final byte[] EMPTY_MESSAGE = {0};

    private LinkChecks() {}

    static List<Check> all() {
        return List.of(
                ends("garbage ends the link", GARBAGE),
                ends("absurd length ends the link", absurdLength()),
                ends("unknown message ends the link", UNKNOWN_MESSAGE),
                ends("empty message ends the link", EMPTY_MESSAGE),
                Check.of("FIN", probe -> disconnected(probe, false)),
                Check.of("RST", probe -> disconnected(probe, true)),
                Check.of("node restarts", LinkChecks::restarts),
                Check.of("half-done dials", LinkChecks::halfDoneDials),
                Check.of("parked link waits without a byte", LinkChecks::parked));
    }

    private static Check ends(String name, byte[] bytes) {
        return Check.of(name, probe -> probe.endsConnection(bytes)).promisedByRaftkms();
    }

    /** 2^63 - 1. */
    private static byte[] absurdLength() {
        byte[] length = new byte[9];
        Arrays.fill(length, (byte) 0xff);
        length[length.length - 1] = 0x7f;
        return length;
    }

    private static void disconnected(Probe probe, boolean reset) throws Exception {
        probe.signed(prevote(probe.height(), 0, BLOCK_A));
        probe.node().disconnect(reset);
        probe.signsAgain();
    }

    private static void restarts(Probe probe) throws Exception {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < probe.limits().restarts(); i++) {
            Duration took = probe.restarts();
            longest = took.compareTo(longest) > 0 ? took : longest;
            probe.signed(prevote(probe.height(), 0, BLOCK_A));
        }
        probe.promised(
                longest.compareTo(probe.limits().recovery()) <= 0,
                "reconnected only after up to " + longest.toMillis() + " ms");
    }

    private static void halfDoneDials(Probe probe) throws Exception {
        HalfDoneDial[] ways = HalfDoneDial.values();
        for (int i = 0; i < HALF_DONE_DIALS; i++) {
            probe.node().leaveNextDialer(ways[i % ways.length]);
        }
        probe.node().disconnect(true);
        SigningOutcome.Signed signed = probe.signed(prevote(probe.height(), 0, BLOCK_A));
        long limit = probe.limits().recovery().toMillis() * (HALF_DONE_DIALS + 1);
        probe.promised(
                signed.took().toMillis() <= limit,
                "signed again only after " + signed.took().toMillis() + " ms");
    }

    /** A link that gave up waiting shows as a failed handshake, or as a connection that is dead when it is taken. */
    private static void parked(Probe probe) throws Exception {
        SimulatedValidator node = probe.node();
        node.close();
        node.listen(probe.limits().parked());
        TimeUnit.NANOSECONDS.sleep(probe.limits().parked().toNanos());
        probe.starts();
        int failed = node.failedHandshakes();
        probe.promised(failed == 0, failed + " links gave up while they were parked");
        probe.signed(prevote(probe.height(), 0, BLOCK_A));
    }
}
