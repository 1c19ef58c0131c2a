package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.machine.DiskError;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.machine.Moment;
import io.raftkms.chaos.network.Conditions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** Kinds of faults, by the words that scripts have for them. */
public enum Fault implements FaultKind {
    /** SIGKILL; healed by a start. */
    KILL,
    /** SIGTERM; healed by a start. */
    STOP,
    /** SIGSTOP; healed by SIGCONT. */
    FREEZE,
    /** No member hears from the victims, nor they from the others; nobody is told. */
    CUT,
    /** As {@link #CUT}, and silence to and from the validator nodes as well: hosts that are gone. */
    VANISH,
    /** Nobody hears from the victims, and they hear everything. */
    MUTE,
    /** The victims hear nothing, and everybody hears them. */
    DEAF,
    /** To and from the victims everything takes 150 ms longer, up to 300 ms. */
    SLOW,
    /** To and from the victims there are 8,000 bytes a second. */
    NARROW,
    /** All connections between members, and to validator nodes, are reset, once. */
    RESET,
    /** The leader is told to hand over, again and again. */
    TRANSFERS,
    /** Validator nodes end and are back later: their connections end by FIN or RST, and who dials them is refused. */
    NODES_AWAY,
    /** Validator nodes hang: they accept, and then say nothing and hear nothing. */
    NODES_HANG,
    /** SIGKILL when entries are in the log's file and not forced; healed by a start. */
    KILL_APPENDED,
    /** SIGKILL when an entry is committed and not signed. */
    KILL_COMMITTED,
    /** SIGSTOP when an entry is committed and not signed; healed by SIGCONT. */
    FREEZE_COMMITTED,
    /** No power: what was not forced is gone, or by chance is not; healed by a start. */
    POWER,
    /** Input/output errors, either of writes or of forces. */
    EIO,
    /** The same with "No space left on device". */
    ENOSPC,
    /** Forces take 50 to 800 ms longer. */
    CRAWL,
    /** The clock jumps by a second to a day, ahead or back; healed by a jump. */
    JUMP,
    /** The clock runs by up to a tenth too fast or too slow; healed by a jump. */
    DRIFT,
    /** The clock jumps over the end of every certificate; healed by a jump back. */
    EXPIRE;

    private static final Duration SHORTEST_JUMP = Duration.ofSeconds(1);
    private static final Duration LONGEST_JUMP = Duration.ofDays(1);
    private static final int MOST_DRIFT = 100_000;
    private static final Duration BEYOND_CERTIFICATES = Duration.ofDays(50 * 365);
    private static final int SHORTEST_CRAWL = 50;
    private static final int LONGEST_CRAWL = 800;

    private static final Conditions LATE = Conditions.slow(Duration.ofMillis(150), Duration.ofMillis(150));
    private static final Conditions THIN = Conditions.narrow(8_000);

    @Override
    public Nemesis on(Stage stage, Victim victim) {
        return switch (this) {
            case KILL -> new Ended(stage, victim, stage.cluster()::kill);
            case STOP -> new Ended(stage, victim, stage.cluster()::stop);
            case FREEZE -> new Frozen(stage, victim, stage.cluster()::freeze);
            case CUT -> new Disturbed(stage, victim, false, Conditions.SILENT, Conditions.SILENT);
            case VANISH -> new Disturbed(stage, victim, true, Conditions.SILENT, Conditions.SILENT);
            case MUTE -> new Disturbed(stage, victim, false, Conditions.SILENT, Conditions.CLEAR);
            case DEAF -> new Disturbed(stage, victim, false, Conditions.CLEAR, Conditions.SILENT);
            case SLOW -> new Disturbed(stage, victim, false, LATE, LATE);
            case NARROW -> new Disturbed(stage, victim, false, THIN, THIN);
            case RESET -> new Reset(stage);
            case TRANSFERS -> new Transfers(stage);
            case NODES_AWAY -> new NodesAway(stage);
            case NODES_HANG -> new NodesHang(stage);
            case KILL_APPENDED -> new Ended(stage, victim, at(Moment.APPENDED, stage, stage.cluster()::kill));
            case KILL_COMMITTED -> new Ended(stage, victim, at(Moment.COMMITTED, stage, stage.cluster()::kill));
            case FREEZE_COMMITTED -> new Frozen(stage, victim, at(Moment.COMMITTED, stage, stage.cluster()::freeze));
            case POWER -> new Powerless(stage, victim);
            case EIO -> new BadDisk(stage, victim, DiskError.EIO);
            case ENOSPC -> new BadDisk(stage, victim, DiskError.ENOSPC);
            case CRAWL -> new OnMachines(stage, victim, crawl(stage.random()), Machine::diskWorks);
            case JUMP -> new OnMachines(stage, victim, jump(stage.random()), Machine::clockIsRight);
            case DRIFT -> new OnMachines(stage, victim, drift(stage.random()), Machine::clockIsRight);
            case EXPIRE ->
                new OnMachines(
                        stage, victim, machine -> machine.clockJumps(BEYOND_CERTIFICATES), Machine::clockIsRight);
        };
    }

    /** Those that strike the disk or the clock of a member, or a moment of it: {@link Stage#machines} must have them. */
    public static Set<Fault> ofMachines() {
        return EnumSet.range(KILL_APPENDED, EXPIRE);
    }

    private static Blow at(Moment moment, Stage stage, Blow blow) {
        return new AtMoment(stage, moment, blow);
    }

    private static OnMachines.Deed crawl(Random random) {
        Duration longer = Duration.ofMillis(SHORTEST_CRAWL + random.nextInt(LONGEST_CRAWL - SHORTEST_CRAWL));
        return machine -> machine.diskTakes(longer);
    }

    /** As often below five minutes as above. */
    private static OnMachines.Deed jump(Random random) {
        double times = Math.pow((double) LONGEST_JUMP.toMillis() / SHORTEST_JUMP.toMillis(), random.nextDouble());
        Duration by = Duration.ofMillis((long) (SHORTEST_JUMP.toMillis() * times));
        Duration jump = random.nextBoolean() ? by : by.negated();
        return machine -> machine.clockJumps(jump);
    }

    private static OnMachines.Deed drift(Random random) {
        int rate = random.nextInt(2 * MOST_DRIFT) - MOST_DRIFT;
        return machine -> machine.clockDrifts(rate);
    }
}
