package io.raftkms.chaos.containers;

import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What operators do, or their tools, while signatures are asked for. */
final class Operations {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final int TRANSFERS = 5;
    private static final int ATTEMPTS = 15;

    private final ContainerCluster cluster;

    Operations(ContainerCluster cluster) {
        this.cluster = cluster;
    }

    List<Word> words() {
        return List.of(
                new Word("TRANSFER", (stage, victim) -> new Begun(this::transfer)),
                new Word("ROLL", (stage, victim) -> new Begun(this::roll)),
                Word.each("drain", this::drain, member -> cluster.command(member, "cluster", "undrain")),
                new Word("HANG", Hung::new));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Something that is over when it has begun. */
    private final class Begun implements Nemesis {
        private final Work work;

        Begun(Work work) {
            this.work = work;
        }

        @Override
        public String begin() throws IOException, InterruptedException {
            work.run();
            return String.join(" ", cluster.names());
        }

        @Override
        public void heal() {
            // Nothing is left of it.
        }
    }

    /** Leadership moves as often as commands can be given; one that comes when it has just moved by itself is refused. */
    private void transfer() throws IOException, InterruptedException {
        int moved = 0;
        for (int i = 0; i < ATTEMPTS && moved < TRANSFERS; i++) {
            if (cluster.attempt(cluster.awaitLeader(), "cluster", "transfer").getExitCode() == 0) {
                moved++;
            }
        }
        if (moved < TRANSFERS) {
            throw new IllegalStateException("leadership moved only " + moved + " times");
        }
    }

    /** One member after the other, as an upgrade does it. */
    private void roll() throws InterruptedException {
        for (String member : cluster.names()) {
            cluster.stop(member);
            int code = cluster.awaitEnd(member);
            cluster.start(member);
            cluster.awaitReady(READY);
            if (code != 0) {
                throw new IllegalStateException(member + " stopped with exit code " + code);
            }
        }
    }

    private void drain(String member) throws IOException, InterruptedException {
        cluster.command(member, "cluster", "drain");
        ContainerCluster.awaiting("another leader than " + member)
                .until(() -> cluster.awaitLeader(), leader -> !leader.equals(member));
    }

    /** The program stands still inside of a container that runs: what docker's health check is there for. */
    private final class Hung implements Nemesis {
        private final String member = MemberContainer.WATCHED;

        Hung(Stage stage, Victim victim) {
            // It is the one whose health is asked for, whoever is meant.
        }

        @Override
        public String begin() {
            awaitHealth("healthy");
            cluster.signal(member, "STOP");
            awaitHealth("unhealthy");
            return member;
        }

        @Override
        public void heal() {
            cluster.signal(member, "CONT");
            awaitHealth("healthy");
        }

        private void awaitHealth(String health) {
            ContainerCluster.awaiting(member + " is " + health)
                    .until(() -> cluster.state(member).getHealth().getStatus(), health::equals);
        }
    }
}
