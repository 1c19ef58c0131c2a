package io.raftkms.chaos.judge;

import java.util.List;
import java.util.Set;

/**
 * Judges what observers saw. Every rule sees everything; order in the files does not matter, times do.
 *
 * <p>What cannot be seen from outside (whether the mark was on a majority's disks, S2; what a member with old files does,
 * S4) is judged by those who stop and start the members.
 */
public final class Checker {
    private final Set<String> enrolled;

    /**
     * @param enrolled public keys that signatures may be made with, in lower-case hex
     */
    public Checker(Set<String> enrolled) {
        this.enrolled = Set.copyOf(enrolled);
    }

    /** Begins anew, for observations that come one after the other. */
    public Hearing hearing() {
        return new Hearing(List.of(
                new SignedWhatItSays(),
                new OneMessagePerPosition(),
                new AskedBeforeHigher(),
                new SignatureVerifies(enrolled),
                new ExtensionWithPrecommit()));
    }

    public Judgement judge(List<Observation> observations) {
        Hearing hearing = hearing();
        observations.forEach(hearing::see);
        return Judgement.of(observations, hearing.violations());
    }
}
