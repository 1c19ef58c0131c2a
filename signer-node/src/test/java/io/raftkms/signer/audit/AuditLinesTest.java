package io.raftkms.signer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.config.AuditSettings;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.Outcome;
import io.raftkms.signer.signature.SignatureResult;
import io.raftkms.signer.signature.SignatureService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of what no log entry tells: signatures that went to a link, and answers without a commit or a signature. */
class AuditLinesTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final String KEY_TEXT =
            "ed25519:" + AuditFields.hex(KEY.publicKey().bytes());
    private static final String NODE = "tcp://10.0.0.1:26658";
    private static final LinkId LINK = new LinkId("chain-1", NODE);
    private static final Instant ASKED_TIME = Instant.parse("2026-11-22T11:00:00Z");
    private static final Instant STORED_TIME = Instant.parse("2026-11-22T10:59:59Z");
    private static final ByteString SIGNATURE = ByteString.copyFrom(new byte[] {0x51, 0x52});
    private static final ByteString EXTENSION = ByteString.copyFrom(new byte[] {0x61});
    private static final Duration TOOK = Duration.ofMillis(7);

    @TempDir
    private Path home;

    private AuditSettings settings;
    private AuditLog log;

    @BeforeEach
    void begin() {
        settings =
                new AuditSettings(true, home.resolve("audit"), home.resolve("anchor"), 1 << 20, 10, Optional.empty());
        AuditOwner owner = new AuditOwner("cluster-1", "a#0a0a0a0a0a0a0a0a", "test");
        log = AuditLog.listening(settings, owner, Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));
        log.begin();
    }

    @Test
    void signatureThatGoesToALinkIsALineWithAllThatWentThere() throws Exception {
        SignatureResult signed = new SignatureResult.Signed(SIGNATURE, STORED_TIME, Optional.of(EXTENSION));
        PrivvalRequest request = request(Step.PRECOMMIT, 5, 'A');

        CompletableFuture<SignatureResult> answer =
                audited(signed).sign(NODE, KEY.publicKey(), request, TimeUnit.MILLISECONDS.toNanos(100));

        assertThat(answer).isCompletedWithValue(signed);
        assertThat(lines("release")).singleElement().satisfies(line -> {
            assertThat(line.path("chain").asText()).isEqualTo("chain-1");
            assertThat(line.path("key").asText()).isEqualTo(KEY_TEXT);
            assertThat(line.path("validator").asText()).isEqualTo(NODE);
            assertThat(position(line)).isEqualTo("5/0/precommit");
            assertThat(line.path("block").asText()).isEqualTo("41".repeat(32));
            assertThat(line.path("signed_time").asText()).isEqualTo("2026-11-22T10:59:59Z");
            assertThat(line.path("signature").asText()).isEqualTo("5152");
            assertThat(line.path("extension_signature").asText()).isEqualTo("61");
            assertThat(line.path("ms").asLong()).isEqualTo(7);
        });
    }

    @Test
    void voteWithoutAnExtensionHasNoSignatureOfOne() throws Exception {
        audited(new SignatureResult.Signed(SIGNATURE, ASKED_TIME, Optional.empty()))
                .sign(NODE, KEY.publicKey(), request(Step.PREVOTE, 5, 'A'), 0);

        assertThat(lines("release"))
                .singleElement()
                .satisfies(line -> assertThat(line.has("extension_signature")).isFalse());
    }

    @Test
    void whatWasNotSignedIsNoRelease() throws Exception {
        PrivvalRequest request = request(Step.PREVOTE, 5, 'A');

        audited(new SignatureResult.Refused("conflict")).sign(NODE, KEY.publicKey(), request, 0);
        audited(new SignatureResult.Silence("no leader")).sign(NODE, KEY.publicKey(), request, 0);

        assertThat(lines("release")).isEmpty();
    }

    @Test
    void repeatThatTheLeaderAnswersFromItsStateIsALocalLine() throws Exception {
        LedgerState ledger = reserved(prevote(5, 'A'));

        log.answered(KEY, NODE, prevote(5, 'A'), decided(ledger, prevote(5, 'A')), ledger);

        assertThat(lines("local")).singleElement().satisfies(line -> {
            assertThat(line.path("key").asText()).isEqualTo(KEY_TEXT);
            assertThat(line.path("validator").asText()).isEqualTo(NODE);
            assertThat(position(line)).isEqualTo("5/0/prevote");
            assertThat(line.path("decision").asText()).isEqualTo("reuse");
            assertThat(line.path("block").asText()).isEqualTo("41".repeat(32));
        });
        assertThat(lines("conflict")).isEmpty();
        assertThat(log.alarms().conflicts()).isZero();
    }

    @Test
    void conflictThatTheLeaderAnswersFromItsStateIsALocalLineWithBothPayloadsBehindIt() throws Exception {
        LedgerState ledger = reserved(prevote(5, 'A'));

        log.answered(KEY, NODE, prevote(5, 'B'), decided(ledger, prevote(5, 'B')), ledger);

        assertThat(lines("local")).singleElement().satisfies(line -> {
            assertThat(line.path("decision").asText()).isEqualTo("refuse");
            assertThat(line.path("reason").asText()).isEqualTo("conflict");
            assertThat(line.path("last").asText()).isEqualTo("5/0/prevote");
        });
        assertThat(lines("conflict")).singleElement().satisfies(line -> {
            assertThat(line.path("validator").asText()).isEqualTo(NODE);
            assertThat(line.has("index")).isFalse();
            assertThat(line.at("/asked/sign_bytes").asText())
                    .isEqualTo(AuditFields.hex(prevote(5, 'B').signBytes()));
            assertThat(line.at("/reserved/sign_bytes").asText())
                    .isEqualTo(AuditFields.hex(prevote(5, 'A').signBytes()));
        });
        assertThat(log.alarms().conflicts()).isEqualTo(1);
    }

    @Test
    void whatALinkDoesNotSignIsALineThatSaysWhy() throws Exception {
        PrivvalRequest request = request(Step.PREVOTE, 5, 'A');

        log.answered(LINK, request, Outcome.REFUSED, "conflict", TOOK);
        log.answered(LINK, request, Outcome.SILENT, "no leader", TOOK);
        log.answered(LINK, request, Outcome.DROPPED, "", TOOK);
        log.answered(LINK, request, Outcome.SIGNED, "", TOOK);
        log.answered(LINK, new PrivvalRequest.PubKey("chain-1"), Outcome.PUBLIC_KEY, "", TOOK);
        log.answered(LINK, new PrivvalRequest.Ping(), Outcome.PONG, "", TOOK);

        List<JsonNode> lines = lines("answer");
        assertThat(lines)
                .extracting(line -> line.path("outcome").asText() + ": "
                        + line.path("detail").asText())
                .containsExactly("refused: conflict", "silent: no leader", "dropped: ");
        assertThat(lines)
                .allMatch(line -> line.path("chain").asText().equals("chain-1")
                        && line.path("validator").asText().equals(NODE)
                        && position(line).equals("5/0/prevote")
                        && line.path("ms").asLong() == 7);
    }

    /** In the audit, of a service that gives this answer 7 ms after 100. */
    private AuditedSignatures audited(SignatureResult result) {
        SignatureService service = new SignatureService() {
            @Override
            public CompletableFuture<SignatureResult> sign(
                    String validator, ConsensusPublicKey key, PrivvalRequest request, long receivedNanos) {
                return CompletableFuture.completedFuture(result);
            }

            @Override
            public Optional<ConsensusPublicKey> publicKey(String chainId, String validator) {
                return Optional.of(KEY.publicKey());
            }
        };
        return new AuditedSignatures(service, log, () -> TimeUnit.MILLISECONDS.toNanos(100) + TOOK.toNanos());
    }

    private static LedgerState reserved(Reservation reservation) {
        LedgerState enrolled = apply(LedgerState.EMPTY, new Command.Enrol(KEY, new Enrolment.NewChain(1)), 1)
                .next();
        return apply(enrolled, new Command.Reserve(KEY, reservation), 2).next();
    }

    private static Decision decided(LedgerState ledger, Reservation asked) {
        Answer answer = apply(ledger, new Command.Reserve(KEY, asked), 3).answer();
        return ((Answer.Decided) answer).decision();
    }

    private static Transition apply(LedgerState ledger, Command command, long index) {
        return ledger.apply(new Entry(1, command), index);
    }

    private static Vote vote(Step step, long height, char block) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) block);
        BlockId id = new BlockId(ByteString.copyFrom(hash), 1, ByteString.copyFrom(hash));
        return new Vote(step.messageType(), height, 0, id, ASKED_TIME, ByteString.EMPTY);
    }

    private static PrivvalRequest request(Step step, long height, char block) {
        return new PrivvalRequest.SignVote("chain-1", vote(step, height, block), false);
    }

    private static Reservation prevote(long height, char block) {
        return new Reservation(
                new HeightRoundStep(height, 0, Step.PREVOTE),
                SignBytes.vote("chain-1", vote(Step.PREVOTE, height, block)));
    }

    private static String position(JsonNode line) {
        return line.path("height").asText() + "/" + line.path("round").asText() + "/"
                + line.path("step").asText();
    }

    /** All that was recorded is written when the log has closed. */
    private List<JsonNode> lines(String kind) throws IOException, InterruptedException {
        log.close();
        List<JsonNode> lines = new ArrayList<>();
        AuditReader.read(settings.directory(), line -> {
            if (line.kind().equals(kind)) {
                lines.add(line.fields());
            }
        });
        return lines;
    }
}
