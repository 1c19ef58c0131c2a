package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.signer.config.AuditSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the queue into the chain. The only one that touches the files. It goes on after everything but an error of the
 * virtual machine itself, which ends the process.
 */
final class AuditThread {
    private static final Logger LOG = LoggerFactory.getLogger(AuditThread.class);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long CHECKPOINT = TimeUnit.SECONDS.toNanos(10);

    private final AuditSettings settings;
    private final AuditOwner owner;
    private final Clock clock;
    private final BlockingQueue<AuditEvent> queue;
    private final AtomicLong dropped;
    private final AuditAlarms alarms;
    private final Thread thread = new Thread(this::run, "audit");

    private volatile boolean ending;
    private volatile AuditHead forced = AuditHead.NONE;
    private AuditWriter writer;
    private AuditRecorder recorder;
    private boolean opened;
    private long written;
    private long unsaid;
    private long checkpointAt = System.nanoTime();
    private long tickAt = System.nanoTime();
    private long hourAt = System.nanoTime();

    AuditThread(
            AuditSettings settings,
            AuditOwner owner,
            Clock clock,
            BlockingQueue<AuditEvent> queue,
            AtomicLong dropped,
            AuditAlarms alarms) {
        this.settings = settings;
        this.owner = owner;
        this.clock = clock;
        this.queue = queue;
        this.dropped = dropped;
        this.alarms = alarms;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    AuditHead forced() {
        return forced;
    }

    /** Ends after what is in the queue, or after the limit. */
    void end(Duration limit) throws InterruptedException {
        ending = true;
        thread.join(limit.toMillis());
        if (thread.isAlive()) {
            LOG.warn("audit: {} events were not written before the end", queue.size());
        }
    }

    private void run() {
        while (!ending || !queue.isEmpty()) {
            try {
                step();
            } catch (IOException e) {
                broken(e);
            } catch (VirtualMachineError ill) {
                throw ill;
            } catch (RuntimeException | Error defect) {
                alarms.failed("an event could not be written", defect);
                unsaid++;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            if (ending && writer == null) {
                break;
            }
        }
        finish();
    }

    private void step() throws IOException, InterruptedException {
        if (writer == null && !reopen()) {
            return;
        }
        long wait = Math.max(0, SECOND - (System.nanoTime() - tickAt));
        AuditEvent event = queue.poll(ending ? 0 : wait, TimeUnit.NANOSECONDS);
        sayGap();
        if (event != null) {
            written++;
            recorder.record(event);
        }
        if (System.nanoTime() - tickAt >= SECOND) {
            tick();
        }
    }

    /** Once a second until it succeeds. */
    private boolean reopen() throws InterruptedException {
        try {
            writer = AuditWriter.open(settings, owner, clock, opened ? "write_error" : "start");
            recorder = new AuditRecorder(writer, alarms::conflict);
            opened = true;
            forced = writer.forced();
            LOG.info("audit: chain in {} stands at {}", settings.directory(), forced);
            return true;
        } catch (IOException e) {
            alarms.failed("cannot open the chain in " + settings.directory(), e);
            if (!ending) {
                TimeUnit.NANOSECONDS.sleep(SECOND);
            }
            return false;
        }
    }

    /** What was lost since the last line, on this thread or before it came here. */
    private void sayGap() throws IOException {
        long full = dropped.getAndSet(0);
        if (full > 0) {
            alarms.overflowed(full);
        }
        unsaid += full;
        if (unsaid > 0) {
            ObjectNode fields = AuditFields.none().put("why", "lost").put("events", unsaid);
            writer.append("gap", fields);
            written++;
            unsaid = 0;
        }
    }

    private void tick() throws IOException {
        tickAt = System.nanoTime();
        if (writer.silentOnIndex() && tickAt - checkpointAt >= CHECKPOINT) {
            checkpointAt = tickAt;
            writer.append("checkpoint", AuditFields.none());
        }
        save();
        if (tickAt - hourAt >= HOUR) {
            hourAt = tickAt;
            LOG.info("audit: head {}", forced);
            writer.retireByAge();
        }
    }

    private void save() throws IOException {
        AuditHead before = forced;
        writer.force();
        written = 0;
        forced = writer.forced();
        if (!forced.equals(before)) {
            anchor();
        }
    }

    /** On another disk, perhaps: its failure is none of the chain's. */
    private void anchor() {
        try {
            writer.anchor(settings.anchor());
        } catch (IOException e) {
            alarms.failed("cannot write the anchor " + settings.anchor(), e);
        }
    }

    /** What was added since the last force may or may not be there: the gap record says how much that is at most. */
    private void broken(IOException failure) {
        alarms.failed("cannot write the chain in " + settings.directory(), failure);
        if (writer != null) {
            writer.abandon();
            alarms.lost(written, "a write failed");
            unsaid += written;
            written = 0;
            writer = null;
        }
        tickAt = System.nanoTime();
    }

    private void finish() {
        if (writer == null) {
            return;
        }
        try {
            sayGap();
            writer.append("closed", AuditFields.none());
            save();
            anchor();
            writer.close();
        } catch (IOException e) {
            alarms.failed("the chain did not close", e);
        }
    }
}
