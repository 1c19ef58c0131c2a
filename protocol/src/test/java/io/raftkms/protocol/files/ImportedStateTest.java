package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.PrivValidatorStateFile.Signed;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

class ImportedStateTest {
    private static final String DIR = "statefiles/after-precommit/";
    private static final String CHAIN = "state-468";
    private static final HeightRoundStep AT = new HeightRoundStep(228447, 0, Step.PRECOMMIT);

    private final PrivValidatorKeyFile key = PrivValidatorKeyFile.parse(Vectors.read(DIR + "priv_validator_key.json"));
    private final Signed last = PrivValidatorStateFile.parse(Vectors.read(DIR + "priv_validator_state.json"))
            .last()
            .orElseThrow();

    ImportedStateTest() throws FileFormatException {}

    @Test
    void keepsBytesThatBelongToPositionChainAndKey() {
        assertThat(judge(AT, last, CHAIN, key.publicKey())).isEqualTo(new ImportedState.Reusable(AT, last.signBytes()));
    }

    @Test
    void otherChainLeavesOnlyTheFloor() {
        assertThat(judge(AT, last, "other-1", key.publicKey()))
                .isEqualTo(new ImportedState.FloorOnly(AT, "its sign bytes are of chain \"state-468\""));
    }

    @Test
    void otherKeyLeavesOnlyTheFloor() {
        ConsensusPublicKey other = SecretSeed.copyOf(new byte[32]).ed25519PublicKey();

        assertThat(judge(AT, last, CHAIN, other)).isInstanceOfSatisfying(ImportedState.FloorOnly.class, floor -> {
            assertThat(floor.at()).isEqualTo(AT);
            assertThat(floor.why())
                    .contains("signature")
                    .contains(ConsensusAddress.of(other).hex());
        });
    }

    @Test
    void damagedSignatureLeavesOnlyTheFloor() {
        Signed damaged = new Signed(last.signBytes(), last.signature().substring(1));

        assertThat(judge(AT, damaged, CHAIN, key.publicKey())).isInstanceOf(ImportedState.FloorOnly.class);
    }

    @Test
    void positionEditedDownwardsKeepsTheHigherFloor() {
        HeightRoundStep edited = new HeightRoundStep(228446, 0, Step.PRECOMMIT);

        assertThat(judge(edited, last, CHAIN, key.publicKey()))
                .isInstanceOfSatisfying(
                        ImportedState.FloorOnly.class,
                        floor -> assertThat(floor.at()).isEqualTo(AT));
    }

    @Test
    void positionEditedUpwardsKeepsTheEditedFloor() {
        HeightRoundStep edited = new HeightRoundStep(228447, 1, Step.PROPOSAL);

        assertThat(judge(edited, last, CHAIN, key.publicKey()))
                .isInstanceOfSatisfying(
                        ImportedState.FloorOnly.class,
                        floor -> assertThat(floor.at()).isEqualTo(edited));
    }

    @Test
    void signedBytesThatAreNoVoteLeaveOnlyTheFloor() {
        ByteString text = ByteString.copyFromUtf8("not canonical");

        assertThat(judge(AT, new Signed(text, sign(text)), CHAIN, key.publicKey()))
                .isEqualTo(new ImportedState.FloorOnly(AT, "its sign bytes are no vote or proposal"));
    }

    @Test
    void stateWithoutSignatureIsAFloor() {
        PrivValidatorStateFile file = new PrivValidatorStateFile(AT, Optional.empty());

        assertThat(ImportedState.of(file, CHAIN, key.publicKey()))
                .isEqualTo(new ImportedState.FloorOnly(AT, "the priv_validator_state.json holds no sign bytes"));
    }

    @Test
    void heightZeroIsNothingWhateverItsStep() {
        PrivValidatorStateFile file =
                new PrivValidatorStateFile(new HeightRoundStep(0, 0, Step.PRECOMMIT), Optional.empty());

        assertThat(ImportedState.of(file, CHAIN, key.publicKey())).isEqualTo(new ImportedState.NothingSigned());
    }

    private static ImportedState judge(HeightRoundStep at, Signed last, String chain, ConsensusPublicKey key) {
        return ImportedState.of(new PrivValidatorStateFile(at, Optional.of(last)), chain, key);
    }

    private ByteString sign(ByteString bytes) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(key.secret().copy(), 0, bytes.toByteArray(), 0, bytes.size(), signature, 0);
        return ByteString.copyFrom(signature);
    }
}
