package io.raftkms.chaos.judge;

import static io.raftkms.chaos.judge.TestSigner.block;
import static io.raftkms.chaos.judge.TestSigner.precommit;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HearingTest {
    private final TestSigner signer = new TestSigner();
    private final Hearing hearing = new Checker(Set.of(signer.publicKey())).hearing();

    @TempDir
    private Path directory;

    @Test
    void remembersWhatAnEarlierFileHad() throws IOException, MalformedException {
        hear("one", signer.asked(precommit(5, block(1)), 10), signer.signed(precommit(5, block(1)), 10, 20));
        assertThat(hearing.violations()).isEmpty();

        hear("two", signer.asked(precommit(5, block(2)), 30), signer.signed(precommit(5, block(2)), 30, 40));
        assertThat(hearing.violations())
                .singleElement()
                .satisfies(broken -> assertThat(broken.promise()).isEqualTo(Promise.S1));
    }

    @Test
    void readsPackedFilesAsTheyWere() throws IOException, MalformedException {
        Path file = write("one", signer.asked(precommit(5, block(1)), 10));
        Path packed = directory.resolve("one.jsonl" + ObservationFiles.PACKED);
        ObservationFiles.pack(file, packed);

        assertThat(ObservationFiles.read(List.of(packed)))
                .singleElement()
                .satisfies(seen -> assertThat(seen.signBytes())
                        .isEqualTo(signer.asked(precommit(5, block(1)), 10).signBytes()));
    }

    private void hear(String name, Observation... observations) throws IOException, MalformedException {
        ObservationFiles.forEach(write(name, observations), hearing::see);
    }

    private Path write(String name, Observation... observations) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Observation seen : observations) {
            lines.append(new ObservationFormat().write(seen)).append('\n');
        }
        return Files.writeString(directory.resolve(name + ".jsonl"), lines);
    }
}
