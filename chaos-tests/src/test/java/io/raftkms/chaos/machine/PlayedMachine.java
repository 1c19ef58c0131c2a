package io.raftkms.chaos.machine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** A machine that is words: what is done to it is noted where its member's deeds are. */
public final class PlayedMachine implements Machine {
    private final String member;
    private final List<String> deeds;
    private Set<String> failures = Set.of();

    public PlayedMachine(String member, List<String> deeds) {
        this.member = member;
        this.deeds = deeds;
    }

    /** From now on a call has failed on these files. */
    public void failsOn(String... files) {
        failures = Set.of(files);
    }

    private void note(String what) {
        deeds.add(what + " " + member);
    }

    @Override
    public void diskFails(Call call, DiskError error) {
        note(error + " of " + call.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void diskTakes(Duration longer) {
        note("slow disk");
    }

    @Override
    public void diskHasLeft(int mebibytes) {
        note("little room");
    }

    @Override
    public void diskWorks() {
        note("good disk");
    }

    @Override
    public Set<String> diskFailures() {
        return failures;
    }

    @Override
    public Set<String> diskFailuresOutlived() {
        return failures;
    }

    @Override
    public void losePower(Random random) {
        note("no power");
    }

    @Override
    public void clockJumps(Duration by) {
        note("clock " + (by.isNegative() ? "back" : "ahead"));
    }

    @Override
    public void clockDrifts(int partsPerMillion) {
        note("drift");
    }

    @Override
    public void clockIsRight() {
        note("right clock");
    }

    @Override
    public void holdAt(Moment moment) {
        note("hold " + moment.call().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean awaitHeld(Duration limit) {
        note("held");
        return true;
    }

    @Override
    public void letGo() {
        note("let go");
    }
}
