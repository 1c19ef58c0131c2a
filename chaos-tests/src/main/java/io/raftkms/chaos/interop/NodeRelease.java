package io.raftkms.chaos.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A release of a validator node.
 *
 * @param line the dialect it speaks
 * @param program name of its binary
 * @param version as tagged
 * @param extensions where its genesis switches vote extensions on, empty if it has none
 */
public record NodeRelease(Line line, String program, String version, Optional<String> extensions) {
    /** Lines that speak differently on the wire. */
    public enum Line {
        V0_34,
        V0_38,
        V1
    }

    /** Every living line. .ci/interop builds the same list; a binary that is missing fails its rows. */
    public static List<NodeRelease> all() {
        return List.of(
                new NodeRelease(Line.V0_34, "tendermint", "v0.34.24", Optional.empty()),
                new NodeRelease(Line.V0_34, "cometbft", "v0.37.18", Optional.empty()),
                new NodeRelease(Line.V0_38, "cometbft", "v0.38.26", Optional.of("abci")),
                new NodeRelease(Line.V0_38, "cometbft", "v0.39.4", Optional.of("abci")),
                new NodeRelease(Line.V0_38, "cometbft", "v0.40.0", Optional.of("abci")),
                new NodeRelease(Line.V1, "cometbft", "v1.0.1", Optional.of("feature")));
    }

    /** The first release of each line. */
    public static List<NodeRelease> onePerLine() {
        return all().stream()
                .filter(release -> List.of("v0.34.24", "v0.38.26", "v1.0.1").contains(release.version()))
                .toList();
    }

    /** Its binary in the cache. */
    public Path binary(Path cache) {
        Path binary = cache.resolve(program + "-" + version).resolve(program);
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException(binary + " is missing; .ci/interop builds it");
        }
        return binary;
    }

    @Override
    public String toString() {
        return program + " " + version;
    }
}
