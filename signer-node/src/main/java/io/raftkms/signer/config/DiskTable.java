package io.raftkms.signer.config;

import java.util.List;
import java.util.Optional;

/** {@code [disk]}. */
final class DiskTable {
    /** A terabyte. */
    private static final int MOST = 1024 * 1024;

    static final Key<Integer> WARN = Key.optional(
            "warn_free_mb",
            Values.integer(0, MOST),
            1024,
            "Mebibytes free for `data/` below which the member warns: in the log, `cluster status` and `/metrics`.");

    static final Key<Integer> FLOOR = Key.optional(
            "floor_free_mb",
            Values.integer(0, MOST),
            128,
            "Mebibytes free below which the member hands leadership over and does not stand for election, before a full"
                    + " disk ends it; it goes on voting and replicating. The same happens when no more files can be made.");

    static final Table TABLE = new Table(
            "[disk]",
            "The file system of `data/` is looked at every 10 seconds; a write that fails ends the member at once.",
            List.of(WARN, FLOOR));

    private DiskTable() {}

    static Optional<DiskSettings> read(Section section) {
        Optional<Integer> warn = section.read(WARN);
        Optional<Integer> floor = section.read(FLOOR);
        if (warn.isPresent() && floor.isPresent() && floor.get() > warn.get()) {
            section.problem(
                    FLOOR,
                    ConfigurationFault.CONFLICT,
                    "floor_free_mb = " + floor.get() + " is above warn_free_mb = " + warn.get()
                            + ": the warning would come after the floor");
        }
        return section.ifSound(() -> DiskSettings.ofMegabytes(warn.orElseThrow(), floor.orElseThrow()));
    }
}
