package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.network.Conditions;
import java.time.Duration;

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
    /** All connections between members are reset, once. */
    RESET;

    private static final Conditions LATE = Conditions.slow(Duration.ofMillis(150), Duration.ofMillis(150));
    private static final Conditions THIN = Conditions.narrow(8_000);

    @Override
    public Nemesis on(Stage stage, Victim victim) {
        return switch (this) {
            case KILL -> new Ended(stage, victim, stage.cluster()::kill);
            case STOP -> new Ended(stage, victim, stage.cluster()::stop);
            case FREEZE -> new Frozen(stage, victim);
            case CUT -> new Disturbed(stage, victim, false, Conditions.SILENT, Conditions.SILENT);
            case VANISH -> new Disturbed(stage, victim, true, Conditions.SILENT, Conditions.SILENT);
            case MUTE -> new Disturbed(stage, victim, false, Conditions.SILENT, Conditions.CLEAR);
            case DEAF -> new Disturbed(stage, victim, false, Conditions.CLEAR, Conditions.SILENT);
            case SLOW -> new Disturbed(stage, victim, false, LATE, LATE);
            case NARROW -> new Disturbed(stage, victim, false, THIN, THIN);
            case RESET -> new Reset(stage);
        };
    }
}
