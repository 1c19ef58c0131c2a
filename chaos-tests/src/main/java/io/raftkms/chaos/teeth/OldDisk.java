package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Member b of three comes back with files that are not its last ones. It must say so and end. */
abstract class OldDisk implements Scene {
    private static final int REFUSED_FROM = 20;
    private static final int REFUSED_TO = 29;

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        TestCluster cluster = setting.running(3, 1);
        Member b = cluster.member("b");
        setting.sign(setting.node(0), 1, 3);
        exchange(setting, cluster, b);
        b.start();
        Optional<Integer> end = setting.awaitTakingPartOrEnd(b);
        if (end.isEmpty()) {
            return List.of(setting.found(Finding.S4, "member b takes part, with " + name()));
        }
        String ended = "member b ended with " + Setting.lastWords(b);
        if (end.get() < REFUSED_FROM || end.get() > REFUSED_TO) {
            return List.of(setting.found(Finding.S4, ended + ", not for safety"));
        }
        setting.note(ended);
        return List.of();
    }

    /** Puts other files in the place of its own. It runs before, and not afterwards; the other members run then. */
    abstract void exchange(Setting setting, TestCluster cluster, Member b) throws Exception;

    /** In the place of all that is there. */
    static void putBack(Path copy, Path place) throws Exception {
        Workplace.remove(place);
        Workplace.copy(copy, place);
    }

    /** Beside the homes. */
    static Path copied(TestCluster cluster, Path from) throws Exception {
        Path copy = cluster.homes().resolveSibling("copy");
        Workplace.copy(from, copy);
        return copy;
    }

    /** A blank disk with the identity that {@code cluster init} wrote. */
    static final class Wiped extends OldDisk {
        @Override
        public String name() {
            return "a wiped disk";
        }

        @Override
        public String what() {
            return "One of three comes back with a blank disk, with nothing on it but the identity that it was "
                    + "made with.";
        }

        @Override
        void exchange(Setting setting, TestCluster cluster, Member b) throws Exception {
            b.process().kill9();
            byte[] identity = Files.readAllBytes(b.data().resolve("identity.json"));
            Workplace.remove(b.data());
            Files.createDirectory(b.data());
            Files.write(b.data().resolve("identity.json"), identity);
        }
    }

    /** Raft's directory from before, beside everything else of today. */
    static final class RaftFromBefore extends OldDisk {
        @Override
        public String name() {
            return "an older Raft directory";
        }

        @Override
        public String what() {
            return "One of three comes back with Raft's directory from before the last signatures, beside "
                    + "everything else of today.";
        }

        @Override
        void exchange(Setting setting, TestCluster cluster, Member b) throws Exception {
            b.stop();
            Path copy = copied(cluster, b.data().resolve("raft"));
            b.start();
            cluster.awaitReady(Setting.LIMIT);
            setting.sign(setting.node(0), 4, 3);
            cluster.awaitEqualLedgers(Setting.LIMIT);
            b.stop();
            putBack(copy, b.data().resolve("raft"));
        }
    }

    /**
     * The whole disk from before. What b acknowledged since then, only a has heard of: c was away. Both are there when b
     * asks, so one refuses and one does not mind, and with b itself that is a majority.
     */
    static final class OneRemembers extends OldDisk {
        @Override
        public String name() {
            return "an old disk, one of two remembers";
        }

        @Override
        public String what() {
            return "One of three comes back with its whole disk from before. What it acknowledged since then "
                    + "only one of the others has heard of; the other one was away. Both answer: one refuses, one "
                    + "does not mind, and with itself that is a majority.";
        }

        @Override
        void exchange(Setting setting, TestCluster cluster, Member b) throws Exception {
            Member c = cluster.member("c");
            cluster.transferTo(cluster.member("a"));
            c.stop();
            b.stop();
            Path copy = copied(cluster, b.data());
            b.start();
            // Alone, a may lead by its own word only.
            setting.awaitServingOrEnd(b);
            cluster.transferTo(cluster.member("a"));
            setting.sign(setting.node(0), 4, 3);
            b.process().kill9();
            putBack(copy, b.data());
            useUpAStart(setting, b);
            c.start();
            setting.awaitServingOrEnd(c);
        }

        /** The number of the copy's next start was used by the original already; that alone must not decide. */
        private static void useUpAStart(Setting setting, Member b) throws Exception {
            Path run = b.data().resolve("run.json");
            String before = Files.readString(run);
            b.start();
            setting.await(
                    "a start is written down", () -> !Files.readString(run).equals(before));
            b.process().kill9();
        }
    }
}
