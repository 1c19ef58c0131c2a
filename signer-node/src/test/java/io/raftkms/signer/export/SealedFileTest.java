package io.raftkms.signer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.files.ImportedState;
import io.raftkms.protocol.files.StateFile;
import io.raftkms.protocol.files.TmkmsStateFile;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.RecordedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedFileTest {
    private static final String CHAIN = "chain-1";
    private static final RecordedKey KEY = new RecordedKey(1);
    private static final KeyId ID = new KeyId(CHAIN, KEY.publicKey());
    private static final BlockId BLOCK = new BlockId(
            ByteString.copyFrom(new byte[32]),
            1,
            ByteString.copyFrom("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
    private static final HeightRoundStep AT = new HeightRoundStep(12, 3, Step.PREVOTE);

    @Test
    void keyThatIsNotSealedHasNoFile() {
        assertThatIllegalArgumentException().isThrownBy(() -> SealedFile.of(signed()));
    }

    @Test
    void filePvHoldsTheLastBytesWithTheirSignature() throws Exception {
        SealedFile file = SealedFile.of(signed().closed());
        ByteString signature = KEY.sign(bytes(), Duration.ofSeconds(1)).join();

        StateFile read = StateFile.parse(file.filePv(Optional.of(signature)));

        assertThat(ImportedState.of(read, CHAIN, KEY.publicKey())).isEqualTo(new ImportedState.Reusable(AT, bytes()));
        assertThatIllegalArgumentException().isThrownBy(() -> file.filePv(Optional.empty()));
    }

    @Test
    void tmkmsHoldsTheBlockThatWasVotedFor() throws Exception {
        TmkmsStateFile read =
                TmkmsStateFile.parse(SealedFile.of(signed().closed()).tmkms());

        assertThat(read).isEqualTo(new TmkmsStateFile(AT, BLOCK));
    }

    @Test
    void unknownBytesBecomeTheNextProposalForTmkms() throws Exception {
        assertThat(TmkmsStateFile.parse(floor(AT).tmkms()))
                .isEqualTo(new TmkmsStateFile(new HeightRoundStep(12, 4, Step.PROPOSAL), BlockId.NIL));
        assertThat(TmkmsStateFile.parse(floor(HeightRoundStep.endOf(12)).tmkms()))
                .isEqualTo(new TmkmsStateFile(new HeightRoundStep(13, 0, Step.PROPOSAL), BlockId.NIL));
    }

    @Test
    void unknownBytesAreABarePositionForFilePv() {
        assertThat(new String(floor(AT).filePv(Optional.empty()), StandardCharsets.US_ASCII))
                .isEqualTo("{\n  \"height\": \"12\",\n  \"round\": 3,\n  \"step\": 2\n}");
    }

    @Test
    void keyThatNeverSignedLeavesAsAFreshOne() throws Exception {
        SealedFile file =
                SealedFile.of(KeyState.enrolled(ID, new Enrolment.NewChain(1)).closed());

        assertThat(StateFile.parse(file.filePv(Optional.empty())).at()).isEqualTo(HeightRoundStep.ZERO);
        assertThat(StateFile.parse(file.tmkms()).at()).isEqualTo(HeightRoundStep.ZERO);
    }

    private static SealedFile floor(HeightRoundStep at) {
        return SealedFile.of(
                KeyState.enrolled(ID, new Enrolment.Floor(at, Optional.empty())).closed());
    }

    private static KeyState signed() {
        return KeyState.enrolled(ID, new Enrolment.NewChain(1)).reserved(new Reservation(AT, bytes()));
    }

    private static ByteString bytes() {
        Vote vote = new Vote(Step.PREVOTE.messageType(), 12, 3, BLOCK, Instant.EPOCH, ByteString.EMPTY);
        return SignBytes.vote(CHAIN, vote);
    }
}
