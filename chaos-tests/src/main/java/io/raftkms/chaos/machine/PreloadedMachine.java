package io.raftkms.chaos.machine;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A member whose process has {@link FaultLibrary} loaded. */
public final class PreloadedMachine implements Machine {
    private static final long POLL_MILLIS = 1;
    /** Begins the name of the file that tells of a call that failed. */
    private static final String FAILED = "failed-";

    private final FaultLibrary library;
    private final Path data;
    private final Path place;
    private final DurableRecords durable;
    private final ClockFile clock;
    private final Map<String, String> rules = new LinkedHashMap<>();

    private PreloadedMachine(FaultLibrary library, Path data, Path place) throws IOException {
        this.library = library;
        this.data = data;
        this.place = place;
        this.durable = new DurableRecords(data, place.resolve("durable"));
        this.clock = new ClockFile(place.resolve("clock"));
    }

    /**
     * Under a member that does not run: what starts from now on has the library.
     *
     * @param place a directory for the library's files, which is made, on the file system of the member's data
     */
    public static PreloadedMachine under(Member member, FaultLibrary library, Path place) throws IOException {
        PreloadedMachine machine = over(member.data(), library, place);
        member.under(machine.prefix());
        return machine;
    }

    /**
     * As {@link #under}, and power is never lost: without a record of what was forced each force costs less, and a process
     * without file descriptors lives until it ends by itself.
     */
    public static PreloadedMachine underAlwaysPowered(Member member, FaultLibrary library, Path place)
            throws IOException {
        PreloadedMachine machine =
                new PreloadedMachine(library, member.data().toRealPath(), Files.createDirectory(place));
        member.under(machine.prefix());
        return machine;
    }

    /**
     * Over a data directory that no process uses.
     *
     * @param place as above
     */
    public static PreloadedMachine over(Path data, FaultLibrary library, Path place) throws IOException {
        PreloadedMachine machine = new PreloadedMachine(library, data.toRealPath(), Files.createDirectory(place));
        machine.durable.layDown();
        return machine;
    }

    /** What has to stand before the command of a process that is to have the library. */
    public List<String> prefix() {
        return List.of(
                "env",
                "LD_PRELOAD=" + library.file(),
                "RAFTKMS_FAULT_BELOW=" + data,
                "RAFTKMS_FAULT_PLACE=" + place.toAbsolutePath());
    }

    @Override
    public void diskFails(Call call, DiskError error) throws IOException {
        diskFails(call, error, "*");
    }

    /**
     * The same for some files.
     *
     * @param names pattern of the shell for their names
     */
    public synchronized void diskFails(Call call, DiskError error, String names) throws IOException {
        for (String name : diskFailures()) {
            Files.delete(place.resolve(FAILED + name));
        }
        rules.put("fail", "fail " + word(call) + " " + error.number() + " " + names);
        write();
    }

    @Override
    public synchronized void diskTakes(Duration longer) throws IOException {
        rules.put("slow", "slow " + word(Call.FORCE) + " " + longer.toMillis() + " *");
        write();
    }

    @Override
    public synchronized void diskHasLeft(int mebibytes) throws IOException {
        rules.put("leave", "leave space " + mebibytes + " *");
        write();
    }

    @Override
    public synchronized void diskWorks() throws IOException {
        rules.remove("leave");
        rules.remove("fail");
        rules.remove("slow");
        write();
    }

    @Override
    public Set<String> diskFailures() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(FAILED))
                    .map(name -> name.substring(FAILED.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Override
    public Set<String> diskFailuresOutlived() throws IOException {
        Set<String> outlived = new TreeSet<>();
        for (String name : diskFailures()) {
            List<String> lines = Files.readAllLines(place.resolve(FAILED + name));
            // The library may be writing it just now: then the process runs.
            if (lines.size() < 2 || runs(Long.parseLong(lines.get(1)))) {
                outlived.add(name);
            }
        }
        return outlived;
    }

    private static boolean runs(long process) {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public void losePower(Random random) throws IOException {
        durable.losePower(new Unforced(random, false));
    }

    /** What loss of power would leave, somewhere else. */
    public void leaves(Path to, Random random) throws IOException {
        durable.restore(to, new Unforced(random, false));
    }

    /** Puts a data directory in the place of the one of a member that does not run; all of it is on the disk. */
    public void stands(Path other) throws IOException {
        Workplace.remove(data);
        Files.move(other, data);
        durable.layDown();
    }

    /** The same as {@link #losePower}, and every file may be left in part. */
    public void losePowerAndTear(Random random) throws IOException {
        durable.losePower(new Unforced(random, true));
    }

    /** From now on names are durable only when their directory was forced itself. */
    public void promisesNoMoreThanPosix() throws IOException {
        durable.beStrict();
    }

    @Override
    public void clockJumps(Duration by) {
        clock.jump(by);
    }

    @Override
    public void clockDrifts(int partsPerMillion) {
        // The library's monotonic clock is the one that this is.
        clock.drift(partsPerMillion, System.nanoTime());
    }

    @Override
    public void clockIsRight() {
        clock.right();
    }

    @Override
    public synchronized void holdAt(Moment moment) throws IOException {
        Files.deleteIfExists(place.resolve("held"));
        rules.put("hold", "hold " + word(moment.call()) + " 0 " + moment.names());
        write();
    }

    @Override
    public boolean awaitHeld(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!Files.exists(place.resolve("held"))) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    @Override
    public synchronized void letGo() throws IOException {
        rules.remove("hold");
        write();
    }

    private static String word(Call call) {
        return call.name().toLowerCase(Locale.ROOT);
    }

    /** Puts the rules in place in one go. */
    private void write() throws IOException {
        Path made = place.resolve("rules.new");
        Files.write(made, rules.values());
        Files.move(made, place.resolve("rules"), StandardCopyOption.ATOMIC_MOVE);
    }
}
