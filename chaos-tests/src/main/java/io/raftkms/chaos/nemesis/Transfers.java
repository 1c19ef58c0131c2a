package io.raftkms.chaos.nemesis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leadership is handed over, and over again, as fast as the command can be given. */
final class Transfers implements Nemesis {
    private static final long PAUSE_MILLIS = 100;

    private final Stage stage;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Random random;

    Transfers(Stage stage) {
        this.stage = stage;
        // Its own: the thread would take the run's at moments that no seed knows.
        this.random = new Random(stage.random().nextLong());
    }

    @Override
    public String begin() {
        Thread thread = new Thread(this::handOverAgain, "transfers");
        thread.setDaemon(true);
        thread.start();
        return String.join(" ", stage.cluster().names());
    }

    private void handOverAgain() {
        try {
            while (!over.get()) {
                handOver();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOver() throws InterruptedException {
        try {
            List<String> leader = Victim.LEADER.choose(stage.cluster(), random);
            Optional<String> to = stage.cluster().names().stream()
                    .filter(name -> !leader.contains(name))
                    .skip(random.nextInt(stage.cluster().names().size() - 1))
                    .findFirst();
            if (!leader.isEmpty() && to.isPresent() && stage.cluster().isAlive(to.get())) {
                stage.cluster().handOver(leader.get(0), to.get());
            }
        } catch (IOException | IllegalStateException leaderGone) {
            // It was struck by another fault meanwhile; the next turn finds who leads then.
        }
    }

    /** A command under way ends by itself: a leader that stands still would hold up the schedule. */
    @Override
    public void heal() {
        over.set(true);
    }
}
