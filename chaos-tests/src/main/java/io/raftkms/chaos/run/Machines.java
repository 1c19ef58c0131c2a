package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.machine.FaultLibrary;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.machine.PreloadedMachine;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Disks and clocks of a run, where its schedule strikes them. */
final class Machines {
    private Machines() {}

    /**
     * Puts them under members that do not run yet.
     *
     * @param directory on the file system of the members' data
     * @return by the names of members; empty if nothing in the schedule asks for them
     */
    static Map<String, Machine> under(TestCluster members, Program program, Schedule schedule, Path directory)
            throws IOException, InterruptedException {
        Map<String, Machine> machines = new HashMap<>();
        if (schedule.entries().stream().anyMatch(entry -> Fault.ofMachines().contains(entry.fault()))) {
            FaultLibrary library = FaultLibrary.compile(program.home(), directory);
            for (Member member : members.members()) {
                Path place = directory.resolve("machine-" + member.name());
                machines.put(member.name(), PreloadedMachine.under(member, library, place));
            }
        }
        return machines;
    }
}
