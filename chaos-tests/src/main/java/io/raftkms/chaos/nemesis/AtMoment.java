package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.machine.Moment;
import java.io.IOException;
import java.time.Duration;

/** A blow that falls at a chosen moment of its member: the call that comes to it is held up until the blow has fallen. */
final class AtMoment implements Blow {
    /** Under load a member comes to each of them many times; without load it is struck where it is. */
    private static final Duration COMES = Duration.ofSeconds(1);

    private final Stage stage;
    private final Moment moment;
    private final Blow blow;

    AtMoment(Stage stage, Moment moment, Blow blow) {
        this.stage = stage;
        this.moment = moment;
        this.blow = blow;
    }

    @Override
    public void strike(String member) throws IOException, InterruptedException {
        Machine machine = stage.machine(member);
        machine.holdAt(moment);
        try {
            machine.awaitHeld(COMES);
            blow.strike(member);
        } finally {
            machine.letGo();
        }
    }
}
