package io.raftkms.chaos.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Changes values in a node's config.toml, in place, by section. A key that is not there is an error. */
final class ConfigurationEdit {
    private ConfigurationEdit() {}

    /**
     * @param values from "section.key" (or "key" before the first section) to the new value, quotes included
     */
    static List<String> apply(List<String> lines, Map<String, String> values) {
        TreeSet<String> missing = new TreeSet<>(values.keySet());
        List<String> edited = new ArrayList<>();
        String section = "";
        for (String line : lines) {
            if (line.startsWith("[")) {
                section = line.replaceAll("[\\[\\]]", "").strip() + ".";
            }
            int equals = line.indexOf(" = ");
            String key = equals > 0 ? section + line.substring(0, equals) : "";
            if (values.containsKey(key)) {
                missing.remove(key);
                edited.add(line.substring(0, equals) + " = " + values.get(key));
            } else {
                edited.add(line);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("config.toml has no " + missing);
        }
        return edited;
    }
}
