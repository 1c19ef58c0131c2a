package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays scenes, by a broken signer and by a sound one. */
public final class Theatre {
    private final Program program;
    private final Map<String, Ending> sound = new HashMap<>();

    public Theatre(Program program) {
        this.program = program;
    }

    /** The names of all variants. */
    public static List<String> names() {
        return variants().stream().map(Variant::name).toList();
    }

    static List<Variant> variants() {
        List<Variant> all = new ArrayList<>(RuleVariants.all());
        all.addAll(ReleaseVariants.all());
        all.addAll(DiskVariants.all());
        return all;
    }

    /**
     * Plays a variant's scene by it and, unless that was done before, by a sound signer.
     *
     * @throws IllegalStateException if there is no such variant, or it no longer fits the signer
     */
    public Row play(String name) throws Exception {
        Variant variant = variants().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no variant " + name));
        Scene scene = variant.scene();
        Ending broken = play(scene, variant.edits());
        Ending control = sound.get(scene.name());
        if (control == null) {
            control = play(scene, List.of());
            sound.put(scene.name(), control);
        }
        return Row.of(variant, broken, control);
    }

    private Ending play(Scene scene, List<Edit> edits) throws Exception {
        Path directory = Workplace.create();
        boolean asItShould = false;
        try {
            ChangedBuild build = new ChangedBuild(program);
            Program common = build.with(scene.common(), directory.resolve("common"));
            List<Edit> all = new ArrayList<>(scene.common());
            all.addAll(edits);
            Program broken = build.with(all, directory.resolve("broken"));
            long begin = System.nanoTime();
            try (Setting setting = new Setting(member -> scene.breaks(member) ? broken : common, directory)) {
                try {
                    List<Finding> findings = scene.play(setting);
                    asItShould = edits.isEmpty() == findings.isEmpty();
                    return setting.ended(findings, Duration.ofNanos(System.nanoTime() - begin));
                } catch (Exception failed) {
                    setting.dump();
                    throw failed;
                }
            }
        } finally {
            if (asItShould) {
                Workplace.remove(directory);
            } else {
                System.out.println("kept: " + directory);
            }
        }
    }
}
