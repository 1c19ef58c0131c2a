package io.raftkms.chaos.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.FaultKind;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.Bundle;
import io.raftkms.chaos.run.Distance;
import io.raftkms.chaos.run.Plan;
import io.raftkms.chaos.run.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where scenarios are played: on a cluster that all classes of one layout share. A scenario begins with a cluster that is
 * whole, and gets a new one after a scenario that failed. One that fails leaves a bundle below {@code target/chaos-bundles}.
 */
final class Scene implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    /** Of all choices of a run; {@code RAFTKMS_CHAOS_SEED} makes them again. */
    static final long SEED = Optional.ofNullable(System.getenv("RAFTKMS_CHAOS_SEED"))
            .map(Long::parseLong)
            .orElseGet(() -> (long) new Random().nextInt(1_000_000));

    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(Scene.class);

    private final Layout layout;
    private ExtensionContext.Store store;
    private String name;

    Scene(Layout layout) {
        this.layout = layout;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        store = context.getRoot().getStore(SHARED);
        System.out.println(context.getRequiredTestClass().getSimpleName() + ", seed " + SEED);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String invocation = context.getDisplayName().replaceAll("\\W+", "-").replaceAll("^-|-$", "");
        name = context.getRequiredTestClass().getSimpleName() + "#" + method
                + (invocation.startsWith(method) ? "" : "-" + invocation);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Stead shared = store.get(layout.name(), Stead.class);
        if (shared != null && shared.isSound()) {
            assertThat(shared.judge().violations())
                    .as("over all scenarios so far")
                    .isEmpty();
        }
        // The others are for one class each: their members would dial nodes in vain until all is over.
        if (shared != null && !layout.equals(Layout.BRIDGE)) {
            store.remove(layout.name());
            shared.close();
        }
    }

    private Stead stead() throws Exception {
        Stead shared = store.get(layout.name(), Stead.class);
        if (shared != null) {
            try {
                if (shared.isSound()) {
                    shared.prepare();
                    return shared;
                }
            } catch (RuntimeException notWhole) {
                System.out.println("a new cluster: " + notWhole.getMessage());
            }
            store.remove(layout.name());
            shared.close();
        }
        Stead stead = Stead.make(layout, new Random(SEED));
        // Whatever is in there is closed after the last test of all.
        store.put(layout.name(), stead);
        stead.prepare();
        return stead;
    }

    /** Plays it, and fails unless all of it held. */
    Verdict play(Scenario scenario) throws Exception {
        Laps laps = new Laps();
        Stead stead = stead();
        laps.over("until the cluster is whole");
        Path observations = stead.newObservations();
        Random random = new Random(SEED);
        try (Nodes nodes = new Nodes(stead.cluster(), stead.heights(), random, observations)) {
            Schedule schedule = Schedule.parse(scenario.script(), words(stead.cluster(), nodes, scenario.rate()));
            Bundle bundle = bundle(stead, schedule, scenario, observations);
            Play play = new Play(stead, scenario, schedule, nodes, observations, random, laps);
            try {
                Verdict verdict = play.run();
                System.out.print(name + ", " + laps + "\n" + verdict.text());
                if (!verdict.passed()) {
                    stead.spoil();
                    bundle.leave(verdict.text());
                }
                assertThat(verdict.faults()).isEmpty();
                return verdict;
            } catch (Exception failed) {
                stead.spoil();
                bundle.leave("it did not end: " + failed + "\n");
                throw failed;
            }
        }
    }

    private Bundle bundle(Stead stead, Schedule schedule, Scenario scenario, Path observations) {
        Path directory = Program.find()
                .home()
                .resolve("chaos-tests/target/chaos-bundles")
                .resolve(name.replace('#', '.'))
                .normalize();
        String again =
                "RAFTKMS_CHAOS_SEED=" + SEED + " RAFTKMS_CHAOS_ONLY='" + name.replaceFirst("-.*", "") + "' .ci/chaos";
        Plan plan = new Plan(
                SEED,
                schedule,
                1,
                scenario.has(Scenario.Trait.HOSTILE_NODE) ? 1 : 0,
                Distance.LAN,
                scenario.rate(),
                again);
        return new Bundle(directory, plan, List.of(observations), stead.cluster());
    }

    /** Those of all clusters, and those of containers. */
    private static Function<String, FaultKind> words(ContainerCluster cluster, Nodes nodes, int rate) {
        List<FaultKind> kinds = new ArrayList<>(List.of(Fault.values()));
        kinds.addAll(new Packets(cluster).words());
        kinds.addAll(new Limits(cluster).words());
        kinds.addAll(new Disks(cluster).words());
        kinds.addAll(new Operations(cluster).words());
        kinds.addAll(new NodeFaults(cluster, nodes, rate).words());
        Map<String, FaultKind> byWord = new HashMap<>();
        kinds.forEach(kind -> byWord.put(kind.name().toLowerCase(Locale.ROOT), kind));
        return word -> Optional.ofNullable(byWord.get(word))
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is no fault"));
    }
}
