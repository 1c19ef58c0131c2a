package io.raftkms.signer.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberEndTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | stopped in order               | in another terminal: raftkms start -c /try/a/raftkms.toml
            137 | killed by signal 9 (SIGKILL    | in another terminal: raftkms start -c /try/a/raftkms.toml
            192 | killed by signal 64            | in another terminal: raftkms start -c /try/a/raftkms.toml
            14  | exit code 14: a port           | mend what its message says, then, in another terminal: raftkms start
            20  | exit code 20: the member's own | do not start it again
            23  | exit code 23: a write or fsync | do not start it again
            30  | exit code 30: the member ended | in another terminal: raftkms start -c /try/a/raftkms.toml
            77  | exit code 77                   | in another terminal: raftkms start -c /try/a/raftkms.toml
            """)
    void saysHowItEndedAndWhatToDo(int code, String what, String toDo) {
        MemberEnd end = new MemberEnd("a", Path.of("/try/a/raftkms.toml"), code);

        assertThat(end.what()).contains(what);
        assertThat(end.toDo()).startsWith(toDo);
    }
}
