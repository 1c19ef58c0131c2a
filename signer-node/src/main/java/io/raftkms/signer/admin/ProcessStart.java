package io.raftkms.signer.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * When a process of this host started, as the kernel counts it: with the process id it tells a process from any other one,
 * also from that of the same number inside of a container. Not a time of day, which moves when the clock is set.
 */
public final class ProcessStart {
    /** Of {@code /proc/PID/stat} behind the command's name, see proc(5): starttime, in clock ticks since boot. */
    private static final int START_TIME = 19;

    private ProcessStart() {}

    /**
     * Reads it.
     *
     * @return empty if there is no such process
     */
    public static Optional<String> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name is in parentheses and may have some itself.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of("ticks " + fields[START_TIME]);
        } catch (IOException noProc) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(start -> "second " + start.getEpochSecond());
        }
    }
}
