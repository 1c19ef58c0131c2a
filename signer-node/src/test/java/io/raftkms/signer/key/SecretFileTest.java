package io.raftkms.signer.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have access to key files, and how they come into being. Modes are checked, so that root is no exception. */
class SecretFileTest {
    private static final String SEED = Base64.getEncoder().encodeToString(new byte[SecretSeed.BYTES]);

    @TempDir
    private Path dir;

    private final SoftsignKeyFile files = keyFiles(ProcessGroups.ofThisProcess());

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void readsPrivateFile(String mode) throws Exception {
        Path file = file(mode);

        try (SecretSeed seed = files.read(file, SoftsignFormat.BASE64)) {
            assertThat(seed.copy()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw----r--", "rw-----w-", "rw------x", "rw-r--r--"})
    void refusesFileOpenToOthers(String mode) throws Exception {
        Path file = file(mode);

        KeyFaultException e = refused(() -> files.read(file, SoftsignFormat.BASE64));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_PERMISSIONS);
        assertThat(e).hasMessageContaining("chmod 600 " + file).hasMessageContaining("every user");
        assertThat(e.getMessage()).doesNotContain(SEED);
    }

    @Test
    void readsFileOfAGroupOfTheProcess() throws Exception {
        Path file = file("rw-r-----");
        SoftsignKeyFile member = keyFiles(new ProcessGroups(Set.of(groupOf(file))));

        try (SecretSeed seed = member.read(file, SoftsignFormat.BASE64)) {
            assertThat(seed.copy()).containsOnly(0);
        }
    }

    @Test
    void refusesFileOfAGroupThatTheProcessIsNotIn() throws Exception {
        Path file = file("rw-r-----");
        SoftsignKeyFile stranger = keyFiles(new ProcessGroups(Set.of(groupOf(file) + 1)));

        KeyFaultException e = refused(() -> stranger.read(file, SoftsignFormat.BASE64));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_PERMISSIONS);
        assertThat(e).hasMessageContaining("chmod 600 " + file).hasMessageContaining("group");
    }

    @Test
    void followsLinksToTheFileWithTheSecret() throws Exception {
        Path open = Files.createSymbolicLink(dir.resolve("link"), file("rw-r--r--"));

        assertThat(refused(() -> files.read(open, SoftsignFormat.BASE64)).fault())
                .isEqualTo(KeyFault.KEY_FILE_PERMISSIONS);
    }

    @Test
    void namesMissingFile() {
        KeyFaultException e = refused(() -> files.read(dir.resolve("none.key"), SoftsignFormat.BASE64));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_MISSING);
        assertThat(e).hasMessageContaining("none.key");
    }

    @Test
    void namesDirectory() {
        KeyFaultException e = refused(() -> files.read(dir, SoftsignFormat.BASE64));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_UNREADABLE);
        assertThat(e).hasMessageContaining("directory");
    }

    @Test
    void namesSpecialFile() {
        assertThat(refused(() -> files.read(Path.of("/dev/null"), SoftsignFormat.BASE64))
                        .fault())
                .isEqualTo(KeyFault.KEY_FILE_UNREADABLE);
    }

    @Test
    void namesTooLargeFile() throws Exception {
        Path file = file("rw-------");
        Files.write(file, new byte[5000]);

        KeyFaultException e = refused(() -> files.read(file, SoftsignFormat.BASE64));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_DAMAGED);
        assertThat(e).hasMessageContaining("4096");
    }

    @Test
    void namesDamagedFileWithoutItsContent() throws Exception {
        Path file = file("rw-------");
        Files.writeString(file, "!" + SEED);

        KeyFaultException e = refused(() -> files.read(file, SoftsignFormat.BASE64));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_DAMAGED);
        assertThat(e).hasMessageContaining(file.toString()).hasNoCause();
        assertThat(e.getMessage()).doesNotContain(SEED);
    }

    @Test
    void namesKeyOfAnotherForm() throws Exception {
        Path file = file("rw-------");
        Files.writeString(file, Base64.getEncoder().encodeToString(new byte[64]));

        assertThat(refused(() -> files.read(file, SoftsignFormat.BASE64)).fault())
                .isEqualTo(KeyFault.KEY_TYPE_UNSUPPORTED);
    }

    @Test
    void createsPrivateFileThatReadsBack() throws Exception {
        Path file = dir.resolve("new.key");
        SecretSeed seed = SecretSeed.copyOf("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

        files.create(file, seed);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files.read(file, SoftsignFormat.BASE64).sameAs(seed)).isTrue();
    }

    @Test
    void neverOverwrites() throws Exception {
        Path file = dir.resolve("old.key");
        Files.writeString(file, "old");
        Path dangling = Files.createSymbolicLink(dir.resolve("dangling"), dir.resolve("nowhere"));

        for (Path target : List.of(file, dangling, dir)) {
            KeyFaultException e = refused(() -> files.create(target, SecretSeed.copyOf(new byte[SecretSeed.BYTES])));
            assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_EXISTS);
        }
        assertThat(file).hasContent("old");
        assertThat(dir.resolve("nowhere")).doesNotExist();
    }

    @Test
    void namesMissingDirectoryOfNewFile() {
        Path file = dir.resolve("missing/new.key");

        KeyFaultException e = refused(() -> files.create(file, SecretSeed.copyOf(new byte[SecretSeed.BYTES])));

        assertThat(e.fault()).isEqualTo(KeyFault.KEY_FILE_NOT_WRITTEN);
        assertThat(e).hasMessageContaining("directory does not exist");
    }

    @Test
    void identityKeyFollowsTheSameRules() throws Exception {
        IdentityKeyFile identities = new IdentityKeyFile(new SecretFile(ProcessGroups.ofThisProcess()));
        Path file = dir.resolve("identity.key");
        SecretSeed seed = SecretSeed.copyOf(new byte[SecretSeed.BYTES]);

        identities.create(file, seed);

        assertThat(identities.read(file).sameAs(seed)).isTrue();
        assertThat(refused(() -> identities.create(file, seed)).fault()).isEqualTo(KeyFault.KEY_FILE_EXISTS);
        assertThat(refused(() -> identities.read(file("rw-r--r--"))).fault()).isEqualTo(KeyFault.KEY_FILE_PERMISSIONS);
    }

    @Test
    void readsGroupsFromProcStatus() {
        ProcessGroups groups = ProcessGroups.parse(List.of(
                "Name:\tjava",
                "Uid:\t7\t7\t7\t7",
                "Gid:\t1000\t1001\t1000\t1000",
                "Groups:\t4 24 4294967294 ",
                "Threads:\t9"));

        assertThat(groups.ids()).containsExactlyInAnyOrder(1000, 1001, 4, 24, -2);
        assertThat(ProcessGroups.parse(List.of("Groups:\t")).ids()).isEmpty();
    }

    private Path file(String mode) throws IOException {
        Path file = Files.createTempFile(dir, "consensus", ".key");
        Files.writeString(file, SEED + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static int groupOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:gid");
    }

    private static SoftsignKeyFile keyFiles(ProcessGroups groups) {
        return new SoftsignKeyFile(new SecretFile(groups));
    }

    private static KeyFaultException refused(ThrowingCallable call) {
        return catchThrowableOfType(KeyFaultException.class, call);
    }
}
