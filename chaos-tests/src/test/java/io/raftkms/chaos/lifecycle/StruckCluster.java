package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.ProcessCluster;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.kills.Load;
import io.raftkms.chaos.machine.FaultLibrary;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.machine.PreloadedMachine;
import io.raftkms.chaos.run.MajorityCheck;
import io.raftkms.chaos.run.Released;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Three members whose disks and clocks are in the hand of a test, under load; at its end everything is judged. */
final class StruckCluster implements AutoCloseable {
    /** Instants are chosen by calls on files, and not by how many there are. */
    private static final int RATE = 20;

    private final TestValidator validator;
    private final TestCluster cluster;
    private final Map<Member, PreloadedMachine> machines = new LinkedHashMap<>();
    private final Load load;
    private final FaultLibrary library;
    private final boolean losesPower;

    /**
     * @param losesPower whether what is forced is recorded, which costs some of their time
     */
    StruckCluster(TestValidator validator, boolean losesPower) throws IOException, InterruptedException {
        this.validator = validator;
        this.losesPower = losesPower;
        cluster = validator.cluster();
        library = FaultLibrary.compile(validator.program().home(), validator.directory());
        for (Member member : cluster.members()) {
            take(member);
        }
        cluster.start();
        cluster.enrolNewChain();
        load = validator.load(RATE);
        load.awaitSignatureAfter(0);
    }

    /** From its next start on its disk and its clock are in our hand. */
    PreloadedMachine take(Member member) throws IOException {
        Path place = validator.directory().resolve("on-" + member.name());
        PreloadedMachine machine = losesPower
                ? PreloadedMachine.under(member, library, place)
                : PreloadedMachine.underAlwaysPowered(member, library, place);
        machines.put(member, machine);
        return machine;
    }

    /** A member that has left. */
    void forget(Member member) {
        cluster.forget(member);
        machines.remove(member);
    }

    TestCluster cluster() {
        return cluster;
    }

    PreloadedMachine machine(Member member) {
        return machines.get(member);
    }

    /** Those that do not lead. */
    List<Member> followers() {
        Member leader = cluster.awaitLeader();
        return cluster.members().stream().filter(member -> member != leader).toList();
    }

    /** The next signature from now on. */
    void awaitSignature() {
        load.awaitSignatureAfter(now());
    }

    /** Signatures so far. */
    int signed() throws Exception {
        return load.signatures().size();
    }

    private Position released() throws Exception {
        return Released.of(load.signatures()).orElseThrow();
    }

    /**
     * S2 at this instant: all are killed and their hosts lose power, and what two of them know is looked at while the node stands
     * still.
     *
     * @return what is wrong, if anything
     */
    List<String> blackOut(Random random) throws Exception {
        load.process().freeze();
        Position released = released();
        cluster.kill();
        Map<String, Machine> hosts = new LinkedHashMap<>();
        for (Map.Entry<Member, PreloadedMachine> host : machines.entrySet()) {
            host.getValue().letGo();
            hosts.put(host.getKey().name(), host.getValue());
        }
        List<String> wrong = new MajorityCheck(new ProcessCluster(cluster), random, hosts).run(released);
        load.process().thaw();
        return wrong;
    }

    /** Everything that does not run is started, on good disks and by right clocks, and all are ready and sign. */
    void comeBack() throws Exception {
        for (PreloadedMachine machine : machines.values()) {
            machine.letGo();
            machine.diskWorks();
            machine.clockIsRight();
        }
        cluster.start();
        cluster.awaitReady(LIMIT);
        awaitSignature();
    }

    /** Nothing was refused to the one honest node, and everything held. */
    @Override
    public void close() throws Exception {
        try (Load ending = load) {
            comeBack();
            ending.stop();
            Position released = Released.of(ObservationFiles.read(List.of(ending.observations())))
                    .orElseThrow();
            assertThat(cluster.awaitEqualLedgers(LIMIT).highest().orElseThrow()).isGreaterThanOrEqualTo(released);
            Judgement judgement = validator.judge(ending.observations());
            assertThat(judgement.violations()).isEmpty();
            assertThat(judgement.refusals()).isEmpty();
        }
    }

    private static long now() {
        Instant now = Clock.systemUTC().instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
