package io.raftkms.signer.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The groups of this process: its own and the supplementary ones. They decide whether a key file may be open to its
 * group, as Kubernetes makes secrets (mode 0440, group {@code fsGroup}).
 *
 * @param ids numeric group ids
 */
public record ProcessGroups(Set<Integer> ids) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Set<String> LINES = Set.of("Gid:", "Groups:");

    public ProcessGroups {
        ids = Set.copyOf(ids);
    }

    /** From Linux' {@code /proc/self/status}; none on systems without it, so that no group access is accepted there. */
    public static ProcessGroups ofThisProcess() {
        try {
            return parse(Files.readAllLines(STATUS));
        } catch (IOException e) {
            return new ProcessGroups(Set.of());
        }
    }

    /** Real, effective, saved and file system group are on one line, the supplementary ones on another (proc(5)). */
    static ProcessGroups parse(Collection<String> status) {
        Set<Integer> ids = new TreeSet<>();
        for (String line : status) {
            List<String> words = List.of(line.trim().split("\\s+"));
            if (LINES.contains(words.get(0))) {
                words.stream().skip(1).map(Integer::parseUnsignedInt).forEach(ids::add);
            }
        }
        return new ProcessGroups(ids);
    }

    boolean contains(int group) {
        return ids.contains(group);
    }
}
