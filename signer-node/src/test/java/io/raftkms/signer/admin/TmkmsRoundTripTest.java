package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.RefusalReason;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.files.StateFile;
import io.raftkms.protocol.files.TmkmsStateFile;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State that tmkms wrote comes in, a signature is made above it, and the sealed file goes on elsewhere. */
class TmkmsRoundTripTest {
    private static final String CHAIN = "tmkms-987";
    private static final RecordedKey KEY = new RecordedKey(1);
    private static final KeyId ID = new KeyId(CHAIN, KEY.publicKey());
    private static final BlockId BLOCK =
            new BlockId(ByteString.copyFromUtf8("B".repeat(32)), 1, ByteString.copyFromUtf8("P".repeat(32)));
    private static final BlockId OTHER =
            new BlockId(ByteString.copyFromUtf8("C".repeat(32)), 1, ByteString.copyFromUtf8("P".repeat(32)));

    /** A cluster of its own, with an empty ledger. */
    private static final class Side {
        private final FakeMember member = new FakeMember();
        private final LedgerCommands ledger = TestLedger.commands(member, () -> List.of(ID));

        Side() {
            member.lead(1);
            member.commitAtOnce();
        }

        EnrolmentReport take(byte[] file) {
            return ledger.importState(new ImportRequest(CHAIN, null, file, false, false, false))
                    .join();
        }

        Decision ask(HeightRoundStep at, BlockId block) {
            Answer answer = member.commit(new Command.Reserve(ID, reservation(at, block)))
                    .answer();
            return ((Answer.Decided) answer).decision();
        }

        byte[] sealed() {
            ExportCommands exports = new ExportCommands(
                    member,
                    ledger,
                    "cluster",
                    (asked, bytes) -> KEY.sign(bytes, Duration.ofSeconds(1)),
                    bundle -> new byte[0],
                    Clock.systemUTC());
            return exports.export(new ExportRequest(CHAIN, null, "tmkms", true))
                    .join()
                    .content();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after-proposal",
                "after-proposal-with-pol",
                "after-prevote",
                "after-nil-prevote",
                "after-precommit",
                "after-nil-precommit"
            })
    void keySignsOnlyAboveWhatTheFileSays(String name) throws Exception {
        byte[] written = vector(name);
        HeightRoundStep last = StateFile.parse(written).at();
        HeightRoundStep next = after(last);
        Side here = new Side();

        assertThat(here.take(written).file()).isEqualTo("tmkms state file");
        assertRefused(here, before(last));
        assertRefused(here, last);
        assertThat(here.ask(next, BLOCK)).isInstanceOf(Decision.Reserve.class);
        byte[] exported = here.sealed();
        assertThat(here.ask(after(next), BLOCK))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.SEALED));

        assertThat(TmkmsStateFile.parse(exported)).isEqualTo(new TmkmsStateFile(next, BLOCK));
        Side there = new Side();
        there.take(exported);
        assertRefused(there, last);
        assertRefused(there, next);
        assertThat(there.ask(after(next), BLOCK)).isInstanceOf(Decision.Reserve.class);
        assertThat(there.ask(after(next), OTHER)).isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void fileOfAKeyThatNeverSignedIsRefusedForANewChainIsMeant() throws Exception {
        byte[] written = vector("empty");

        assertThatThrownBy(() -> new Side().take(written))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.failures())
                                .extracting(Failure::code)
                                .containsExactly(MessageCode.IMPORT_HEIGHT_ZERO));
    }

    private static void assertRefused(Side side, HeightRoundStep at) {
        for (BlockId block : List.of(BLOCK, OTHER)) {
            assertThat(side.ask(at, block)).as("at %s", at).isInstanceOf(Decision.Refuse.class);
        }
    }

    private static byte[] vector(String name) throws Exception {
        try (InputStream in = TmkmsRoundTripTest.class.getResourceAsStream(
                "/io/raftkms/signer/fuzz/DecodersFuzzTestInputs/tmkmsState/" + name)) {
            return in.readAllBytes();
        }
    }

    private static HeightRoundStep after(HeightRoundStep at) {
        return at.step() == Step.PRECOMMIT
                ? new HeightRoundStep(at.height(), at.round() + 1, Step.PROPOSAL)
                : new HeightRoundStep(
                        at.height(), at.round(), Step.ofNumber(at.step().number() + 1));
    }

    private static HeightRoundStep before(HeightRoundStep at) {
        return at.step() == Step.PROPOSAL
                ? new HeightRoundStep(at.height() - 1, 0, Step.PRECOMMIT)
                : new HeightRoundStep(
                        at.height(), at.round(), Step.ofNumber(at.step().number() - 1));
    }

    private static Reservation reservation(HeightRoundStep at, BlockId block) {
        ByteString bytes = at.step() == Step.PROPOSAL
                ? SignBytes.proposal(CHAIN, new Proposal(at.height(), at.round(), -1, block, Instant.EPOCH))
                : SignBytes.vote(
                        CHAIN,
                        new Vote(
                                at.step().messageType(),
                                at.height(),
                                at.round(),
                                block,
                                Instant.EPOCH,
                                ByteString.EMPTY));
        return new Reservation(at, bytes);
    }
}
