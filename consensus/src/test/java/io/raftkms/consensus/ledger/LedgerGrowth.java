package io.raftkms.consensus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Reservations through the ledger alone, as entries of the log, for chaos-tests/growth: their number and that of the
 * chains are system properties. Prints a line every tenth; fails if the snapshot, the heap or the reading of a snapshot
 * grow after the first.
 */
class LedgerGrowth {
    /** What reading costs is compared between the tenths: whatever else runs on the machine must not count. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private static final long ENTRIES = Long.getLong("raftkms.growth.entries", 100_000);
    private static final int CHAINS = Integer.getInteger("raftkms.growth.chains", 300);
    private static final int STEPS = 10;
    private static final double MEGABYTE = 1024.0 * 1024;

    /** Heights get longer by a byte or two, and a reading of one chain takes less than the clock of a busy machine. */
    private static final double HEAP_SWING = 32;

    private static final double DECODE_SWING = 50;
    private static final int READINGS = 5;

    private record Size(int snapshot, double heap, double decode) {}

    @Test
    void stateStaysAsLargeAsItWasAfterTheFirstTenth() throws Exception {
        List<KeyId> keys = new ArrayList<>();
        LedgerState state = LedgerState.EMPTY;
        for (int chain = 0; chain < CHAINS; chain++) {
            KeyId key = new KeyId(
                    "growth-" + chain, new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[32])));
            keys.add(key);
            state = applied(state, new Command.Enrol(key, new Enrolment.NewChain(1)), chain + 1)
                    .next();
        }
        System.out.printf("%d chains, %d entries%n", CHAINS, ENTRIES);
        System.out.println("    entries   a second   heap MB   snapshot KB   encode ms   decode ms");
        Size first = null;
        for (int step = 1; step <= STEPS; step++) {
            long begun = System.nanoTime();
            long from = ENTRIES * (step - 1) / STEPS;
            long to = ENTRIES * step / STEPS;
            for (long i = from; i < to; i++) {
                KeyId key = keys.get((int) (i % CHAINS));
                Ask ask = Ask.prevote(1 + i / CHAINS, 0, 'A');
                Transition transition = applied(state, new Command.Reserve(key, ask.on(key.chainId())), CHAINS + 1 + i);
                assertThat(((Answer.Decided) transition.answer()).decision() instanceof Decision.Reserve)
                        .isTrue();
                state = transition.next();
            }
            double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
            Size now = report(state, to, (to - from) / seconds);
            first = first == null ? now : first;
            assertThat(now.snapshot()).as("snapshot").isLessThan(first.snapshot() * 11 / 10);
            assertThat(now.heap()).as("heap").isLessThan(first.heap() + HEAP_SWING);
            assertThat(now.decode()).as("reading").isLessThan(2 * first.decode() + DECODE_SWING);
        }
    }

    private static Transition applied(LedgerState state, Command command, long index) throws UnknownEntryException {
        byte[] logged = CommandCodec.encode(new Entry(KnownVersions.newest(), command));
        return state.apply(CommandCodec.decode(logged), index);
    }

    private static Size report(LedgerState state, long index, double rate) throws SnapshotFormatException {
        long begun = System.nanoTime();
        byte[] snapshot = SnapshotCodec.encode(state, 1, index);
        double encode = (System.nanoTime() - begun) / 1e6;
        double decode = Double.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            long used = CPU.getCurrentThreadCpuTime();
            assertThat(SnapshotCodec.decode(snapshot).state()).isEqualTo(state);
            decode = Math.min(decode, (CPU.getCurrentThreadCpuTime() - used) / 1e6);
        }
        System.gc();
        double heap = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / MEGABYTE;
        System.out.printf(
                "%11d %10.0f %9.1f %13.1f %11.1f %11.1f%n",
                index, rate, heap, snapshot.length / 1024.0, encode, decode);
        return new Size(snapshot.length, heap, decode);
    }
}
