package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Members, keys and broken files for the tests of this package. */
final class Members {
    static final String CLUSTER = "cluster-1";
    static final MemberId A = new MemberId("a", "00112233445566aa");
    static final MemberId B = new MemberId("b", "00112233445566bb");
    static final Identity IDENTITY = new Identity(CLUSTER, A);

    private Members() {}

    /** A data directory as init leaves it. */
    static DataDirectory initialised(Path home) throws IOException {
        DataDirectory directory = new DataDirectory(home.resolve("data"));
        directory.create();
        IDENTITY.create(directory);
        return directory;
    }

    static KeyId key(int number) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        return new KeyId("chain-1", new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(bytes)));
    }

    static HeightRoundStep prevote(long height) {
        return new HeightRoundStep(height, 0, Step.PREVOTE);
    }

    static void flip(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(offset)] ^= 0x04;
        Files.write(file, bytes);
    }

    static void truncate(Path file, long length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), Math.toIntExact(length)));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Makes the next replacement of a file fail: what it writes first has a directory's name. */
    static void blockReplacing(Path file) throws IOException {
        Files.createFile(Files.createDirectory(file.resolveSibling(".new-" + file.getFileName()))
                .resolve("in the way"));
    }

    /** Asserts the refusal: its fault, the file it names, and that it says what to do. */
    static void refuses(ThrowingCallable start, Fault fault, Path named, String... said) {
        MemberFaultException refusal = catchThrowableOfType(MemberFaultException.class, start);
        Assertions.assertThat(refusal).as("refusal").isNotNull();
        Assertions.assertThat(refusal.fault()).as(refusal.getMessage()).isEqualTo(fault);
        Assertions.assertThat(refusal.getMessage()).contains(named.toString());
        for (String part : said) {
            Assertions.assertThat(refusal.getMessage()).contains(part);
        }
    }
}
