package io.raftkms.chaos.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell blocks of docs/disaster-recovery.md, each with a name of its own behind {@code sh}. */
final class RecoveryPage {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?!$)(.*?)\n(.*?)^```$");
    private static final Pattern TITLE = Pattern.compile("sh ([a-z-]+)");

    private final Map<String, String> blocks = new LinkedHashMap<>();

    /**
     * @param project its root
     * @throws IllegalStateException if a block has no name, or the name of another one
     */
    RecoveryPage(Path project) throws IOException {
        String page = Files.readString(project.resolve("docs/disaster-recovery.md"), StandardCharsets.UTF_8);
        Matcher found = BLOCK.matcher(page);
        while (found.find()) {
            Matcher title = TITLE.matcher(found.group(1));
            if (!title.matches() || blocks.put(title.group(1), found.group(2)) != null) {
                throw new IllegalStateException("no name of its own: " + found.group());
            }
        }
    }

    Set<String> names() {
        return blocks.keySet();
    }

    String block(String name) {
        String block = blocks.get(name);
        if (block == null) {
            throw new IllegalArgumentException("no block " + name + " among " + names());
        }
        return block;
    }
}
