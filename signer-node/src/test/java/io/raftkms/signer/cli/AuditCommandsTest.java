package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.audit.AuditLog;
import io.raftkms.signer.audit.AuditOwner;
import io.raftkms.signer.config.AuditSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print of a chain that was written in two hours. */
class AuditCommandsTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-11-22T11:00:00Z");
    private static final String NODE = "tcp://10.0.0.1:26658";

    @TempDir
    private Path directory;

    private LedgerState ledger = LedgerState.EMPTY;

    @BeforeEach
    void askForBlockAThenForBlockB() throws Exception {
        Reservation first = prevote('A');
        apply(new Command.Enrol(KEY, new Enrolment.NewChain(1)), 1);
        apply(new Command.Reserve(KEY, first), 2);
        try (AuditLog log = written(TEN)) {
            answer(log, first);
        }
        try (AuditLog log = written(ELEVEN)) {
            answer(log, prevote('B'));
        }
    }

    @Test
    void conflictIsShownWithWhoAskedAndBothPayloads() throws Exception {
        String asked = hex(prevote('B').signBytes());
        String reserved = hex(prevote('A').signBytes());

        CommandRun people = CommandRun.in(directory, "audit", "conflicts", "audit");
        CommandRun json = CommandRun.in(directory, "audit", "conflicts", "audit", "--json");

        assertThat(people.exitCode()).as(people.err()).isZero();
        assertThat(people.out().lines().map(String::strip).toList())
                .containsExactly(
                        "2026-11-22T11:00:00Z line 6: chain chain-1, validator " + NODE + ", h/r/s 5/0/prevote",
                        "key      ed25519:" + hex(KEY.publicKey().bytes()),
                        "asked    block " + "42".repeat(32) + ", time 2026-11-22T09:00:00Z",
                        "bytes " + asked,
                        "reserved block " + "41".repeat(32) + ", time 2026-11-22T09:00:00Z",
                        "bytes " + reserved);
        JsonNode one = new ObjectMapper().readTree(json.out()).at("/conflicts/0");
        assertThat(one.at("/validator").asText()).isEqualTo(NODE);
        assertThat(one.at("/asked/sign_bytes").asText()).isEqualTo(asked);
        assertThat(one.at("/reserved/sign_bytes").asText()).isEqualTo(reserved);
    }

    @Test
    void exportCutsAtInstantsAndAtDays() {
        assertThat(exported()).hasSize(7);
        assertThat(exported("--from", "2026-11-22T11:00:00Z"))
                .hasSize(4)
                .allMatch(line -> line.contains(" 2026-11-22T11:00:00Z "));
        assertThat(exported("--to", "2026-11-22T11:00:00Z"))
                .hasSize(3)
                .allMatch(line -> line.contains(" 2026-11-22T10:00:00Z "));
        assertThat(exported("--from", "2026-11-22T10:30:00Z", "--to", "2026-11-22T11:00:00Z"))
                .isEmpty();
        assertThat(exported("--from", "2026-11-22", "--to", "2026-11-23")).hasSize(7);
        assertThat(exported("--from", "2026-11-23")).isEmpty();
    }

    @Test
    void exportPicksAKindAndPrintsTheLinesOfTheChain() {
        assertThat(exported("--kind", "local"))
                .satisfiesExactly(
                        line -> assertThat(line).contains(" local ", "decision=reuse"),
                        line -> assertThat(line).contains(" local ", "decision=refuse", "reason=conflict"));
        assertThat(exported("--kind", "conflict", "--json"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("{\"seq\":6,\"prev\":\"")
                        .containsPattern("\"hash\":\"[0-9a-f]{64}\"}$"));
    }

    @Test
    void timeThatIsNoneIsAUsageError() {
        CommandRun run = CommandRun.in(directory, "audit", "export", "audit", "--from", "yesterday");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("yesterday is no time: write 2026-11-22 or 2026-11-22T12:00:00Z");
    }

    private List<String> exported(String... options) {
        String[] line = Arrays.copyOf(new String[] {"audit", "export", "audit"}, 3 + options.length);
        System.arraycopy(options, 0, line, 3, options.length);
        CommandRun run = CommandRun.in(directory, line);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().lines().toList();
    }

    private AuditLog written(Instant at) {
        AuditSettings settings = new AuditSettings(
                true, directory.resolve("audit"), directory.resolve("anchor"), 1 << 20, 10, Optional.empty());
        AuditOwner owner = new AuditOwner("cluster-1", "a#0a0a0a0a0a0a0a0a", "test");
        AuditLog log = AuditLog.listening(settings, owner, Clock.fixed(at, ZoneOffset.UTC));
        log.begin();
        return log;
    }

    private void answer(AuditLog log, Reservation asked) {
        Answer answer =
                ledger.apply(new Entry(1, new Command.Reserve(KEY, asked)), 3).answer();
        log.answered(KEY, NODE, asked, ((Answer.Decided) answer).decision(), ledger);
    }

    private void apply(Command command, long index) {
        Transition transition = ledger.apply(new Entry(1, command), index);
        ledger = transition.next();
    }

    private static Reservation prevote(char block) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) block);
        BlockId id = new BlockId(ByteString.copyFrom(hash), 1, ByteString.copyFrom(hash));
        Vote vote =
                new Vote(Step.PREVOTE.messageType(), 5, 0, id, Instant.parse("2026-11-22T09:00:00Z"), ByteString.EMPTY);
        return new Reservation(new HeightRoundStep(5, 0, Step.PREVOTE), SignBytes.vote("chain-1", vote));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
