package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    Path home;

    private DataDirectory directory;

    @BeforeEach
    void initialise() throws Exception {
        directory = Members.initialised(home);
    }

    @Test
    void readsWhatInitWrote() throws Exception {
        assertThat(Identity.read(directory)).isEqualTo(Members.IDENTITY);
    }

    @Test
    void isNeverOverwritten() throws Exception {
        Identity other = new Identity("cluster-2", Members.B);

        assertThatThrownBy(() -> other.create(directory)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(Identity.read(directory)).isEqualTo(Members.IDENTITY);
    }

    @Test
    void tellsMissingFromDamaged() throws Exception {
        Files.delete(directory.identity());

        Members.refuses(this::read, Fault.IDENTITY_MISSING, directory.identity(), "from init", "Replace the member");
    }

    @Test
    void everyFlippedByteIsDamage() throws Exception {
        byte[] good = Files.readAllBytes(directory.identity());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x01;
            Files.write(directory.identity(), bad);
            Members.refuses(this::read, Fault.IDENTITY_DAMAGED, directory.identity(), "Replace the member");
        }
    }

    @Test
    void anEmptyFileIsDamage() throws Exception {
        Members.truncate(directory.identity(), 0);

        Members.refuses(this::read, Fault.IDENTITY_DAMAGED, directory.identity(), "Replace the member");
    }

    @Test
    void anotherFormatIsNamed() throws Exception {
        Files.write(
                directory.identity(),
                CheckedJson.encode(CheckedJson.object().put("format", 2).put("cluster", "x")));

        Members.refuses(
                this::read,
                Fault.FORMAT_UNKNOWN,
                directory.identity(),
                " is of another version of raftkms: it has format 2, this raftkms knows only 1. ");
    }

    @Test
    void anotherClusterIsNamed() {
        Members.refuses(
                () -> Members.IDENTITY.require(directory, "cluster-2", Members.A),
                Fault.IDENTITY_MISMATCH,
                directory.identity(),
                "a member of another cluster: cluster-1",
                "cluster-2",
                "must never run");
    }

    @Test
    void anotherMemberIsNamed() {
        Members.refuses(
                () -> Members.IDENTITY.require(directory, Members.CLUSTER, Members.B),
                Fault.IDENTITY_MISMATCH,
                directory.identity(),
                Members.A.toString(),
                Members.B.toString());
    }

    @Test
    void refusesAClusterIdWithBlanks() {
        assertThatThrownBy(() -> new Identity("a b", Members.A)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAsText() throws Exception {
        String text = Files.readString(directory.identity(), StandardCharsets.UTF_8);

        assertThat(text).contains("\"cluster\" : \"cluster-1\"").contains("\"member\" : \"a\"");
    }

    private Identity read() throws MemberFaultException {
        return Identity.read(directory);
    }
}
