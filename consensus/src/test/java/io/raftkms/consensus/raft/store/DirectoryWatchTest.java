package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {
    private final List<String> halts = new ArrayList<>();
    private DataDirectory data;
    private Path current;
    private DirectoryWatch watch;

    @BeforeEach
    void startMember(@TempDir Path directory) throws Exception {
        data = new DataDirectory(directory.resolve("data"));
        current = Files.createDirectories(data.raft().resolve("group").resolve("current"));
        Files.writeString(data.identity(), "{}");
        watch = DirectoryWatch.of(data, "group", (fault, detail, cause) -> {
            assertThat(fault).isEqualTo(Fault.DATA_DIRECTORY_GONE);
            halts.add(detail);
        });
        watch.run();
        assertThat(halts).isEmpty();
    }

    @Test
    void directoryThatIsMovedAwayEndsTheMemberOnce() throws IOException {
        Files.move(data.root(), data.root().resolveSibling("elsewhere"));

        watch.run();
        watch.run();

        assertThat(halts)
                .singleElement()
                .asString()
                .contains(data.root().toString(), "does not exist", "Replace the member");
    }

    @Test
    void emptyDirectoryInItsPlaceEndsTheMember() throws IOException {
        Files.move(current, current.resolveSibling("old"));
        Files.createDirectory(current);

        watch.run();

        assertThat(halts)
                .singleElement()
                .asString()
                .contains(" is not the one that this member started on: ", "another one lies in its place");
    }

    @Test
    void removedIdentityEndsTheMember() throws IOException {
        Files.delete(data.identity());

        watch.run();

        assertThat(halts).singleElement().asString().contains("identity.json");
    }

    @Test
    void filesThatComeAndGoInsideAreNobodysBusiness() throws IOException {
        Files.writeString(current.resolve("log_inprogress_0"), "log");
        watch.run();
        Files.delete(current.resolve("log_inprogress_0"));
        watch.run();

        assertThat(halts).isEmpty();
    }

    @Test
    void whatIsMissingFromTheStartIsRefused() {
        assertThatThrownBy(() -> DirectoryWatch.of(data, "other-group", (fault, detail, cause) -> {}))
                .isInstanceOf(MemberFaultException.class)
                .hasMessageContaining("other-group");
    }
}
