package io.raftkms.signer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What a running member can take over from a changed file, and what only a start reads. The documentation and the reload
 * both ask here.
 */
public final class ReloadRules {
    private static final Set<Table> WHOLE_TABLES = Set.of(
            ChainTable.TABLE, KeyFormatTable.TABLE, ValidatorTable.TABLE, ProvidersTable.TABLE, SoftsignTable.TABLE);
    private static final Set<Key<?>> SINGLE_KEYS = Set.of(ClusterTable.LINKS, LogTable.LEVEL);

    /** A setting that only a start reads. */
    private record Fixed(String name, Function<Configuration, Object> value) {}

    private static final List<Fixed> FIXED = List.of(
            fixedOfCluster("[cluster] id", ClusterSettings::id),
            fixedOfCluster("[cluster] self", cluster -> cluster.self().id().name()),
            fixedOfCluster("[cluster] bind", ClusterSettings::bind),
            fixedOfCluster("[cluster] profile and timeouts", ClusterSettings::timeouts),
            fixedOfCluster("[cluster] allow_even", ClusterSettings::allowEven),
            fixedOfCluster("[cluster] warm_up", ClusterSettings::warmUp),
            fixedOfCluster("[[cluster.member]]", ClusterSettings::members),
            new Fixed("[tls]", Configuration::tls),
            new Fixed("[http]", Configuration::http),
            new Fixed("[admin]", Configuration::admin),
            new Fixed("[audit]", Configuration::audit),
            new Fixed("[disk]", Configuration::disk),
            new Fixed("[log] format", configuration -> configuration.log().format()));

    private ReloadRules() {}

    private static Fixed fixedOfCluster(String name, Function<ClusterSettings, Object> value) {
        return new Fixed(name, configuration -> configuration.cluster().map(value));
    }

    /** Settings that differ between two files and need a restart, as they are called in the file. */
    public static List<String> needingRestart(Configuration running, Configuration next) {
        List<String> names = new ArrayList<>();
        for (Fixed fixed : FIXED) {
            if (!Objects.equals(fixed.value().apply(running), fixed.value().apply(next))) {
                names.add(fixed.name());
            }
        }
        return names;
    }

    /** What the documentation says of a key. */
    static String text(Table table, Key<?> key) {
        if (key.presence() == Key.Presence.UNUSED || key.presence() == Key.Presence.UNSUPPORTED) {
            return "";
        }
        if (WHOLE_TABLES.contains(table) || SINGLE_KEYS.contains(key)) {
            return "reload";
        }
        return table.equals(TlsTable.TABLE) ? "restart; contents by reload" : "restart";
    }
}
