package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.machine.Call;
import io.raftkms.chaos.machine.DiskError;
import io.raftkms.chaos.machine.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Disks that fail writes, or forces. A member must end at that, and one that lives on is a fault of the run; once its disk
 * is good again it is started.
 */
final class BadDisk implements Nemesis {
    /** Begin the names of what holds no state of the cluster: the audit, and Ratis' lock, whose write is tried again at a start. */
    private static final List<String> EXEMPT = List.of("audit", "in_use.lock");

    private static final Duration END = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 20;

    private final Stage stage;
    private final Victim victim;
    private final DiskError error;
    private final Duration end;
    private List<String> struck = List.of();

    BadDisk(Stage stage, Victim victim, DiskError error) {
        this(stage, victim, error, END);
    }

    /**
     * @param end within which a member must end
     */
    BadDisk(Stage stage, Victim victim, DiskError error, Duration end) {
        this.stage = stage;
        this.victim = victim;
        this.error = error;
        this.end = end;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        struck = victim.choose(stage.cluster(), stage.random());
        Call call = stage.random().nextBoolean() ? Call.WRITE : Call.FORCE;
        for (String member : struck) {
            stage.machine(member).diskFails(call, error);
        }
        return String.join(" ", struck);
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (String member : struck) {
            Machine machine = stage.machine(member);
            machine.diskWorks();
            awaitEndOfWhatItFailed(member, machine);
            if (!stage.cluster().isAlive(member)) {
                stage.cluster().start(member);
            }
        }
    }

    /** Another fault may have started the member again meanwhile: that process has met nothing. */
    private void awaitEndOfWhatItFailed(String member, Machine machine) throws IOException, InterruptedException {
        long latest = System.nanoTime() + end.toNanos();
        while (machine.diskFailuresOutlived().stream().anyMatch(BadDisk::endsAMember)) {
            // One that stands still by another fault cannot end.
            stage.cluster().thaw(member);
            if (System.nanoTime() > latest) {
                throw new IllegalStateException(
                        member + " lives on after " + error + " on " + machine.diskFailuresOutlived());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static boolean endsAMember(String file) {
        return EXEMPT.stream().noneMatch(file::startsWith);
    }
}
