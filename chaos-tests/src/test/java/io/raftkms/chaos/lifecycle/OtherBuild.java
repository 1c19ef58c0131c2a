package io.raftkms.chaos.lifecycle;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.teeth.ChangedBuild;
import io.raftkms.chaos.teeth.Edit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A build that knows one version of log entries more: the one class that says so, changed and compiled anew. */
final class OtherBuild {
    private static final String SOURCE = "consensus/src/main/java/io/raftkms/consensus/rule/KnownVersions.java";

    private OtherBuild() {}

    static Program thatKnowsVersion(int newest, Program program, Path directory) throws IOException {
        return new ChangedBuild(program)
                .with(List.of(new Edit(SOURCE, "return 1;", "return " + newest + ";")), directory);
    }
}
