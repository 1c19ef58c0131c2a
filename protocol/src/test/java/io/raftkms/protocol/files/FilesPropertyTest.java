package io.raftkms.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.files.PrivValidatorStateFile.Signed;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What is written is read back; anything else ends in one typed error. */
class FilesPropertyTest {
    private static final List<byte[]> SAMPLES = List.of(
            Vectors.read("statefiles/after-precommit/priv_validator_state.json"),
            Vectors.read("statefiles/after-precommit/priv_validator_key.json"),
            Vectors.read("statefiles/secp256k1-after-prevote/priv_validator_key.json"),
            Vectors.read("tmkms/after-precommit.json"),
            Vectors.read("tmkms/consensus.key"));

    private interface Reader {
        Object read(byte[] content) throws FileFormatException;
    }

    private static final List<Reader> READERS = List.of(
            StateFile::parse,
            PrivValidatorStateFile::parse,
            TmkmsStateFile::parse,
            PrivValidatorKeyFile::parse,
            IdentityKeyText::parse,
            content -> SoftsignKey.parse(SoftsignFormat.BASE64, content),
            content -> SoftsignKey.parse(SoftsignFormat.JSON, content));

    @Property
    void privValidatorStateSurvivesTheFile(
            @ForAll("positions") HeightRoundStep at, @ForAll @Size(min = 1, max = 200) byte[] bytes) throws Exception {
        Signed signed = new Signed(
                ByteString.copyFrom(bytes), ByteString.copyFrom(bytes).concat(ByteString.copyFrom(bytes)));
        PrivValidatorStateFile state = new PrivValidatorStateFile(at, Optional.of(signed));

        assertThat(StateFile.parse(state.encode())).isEqualTo(state);
    }

    @Property
    void tmkmsStateSurvivesTheFile(@ForAll("positions") HeightRoundStep at, @ForAll @Size(32) byte[] hash)
            throws Exception {
        ByteString bytes = ByteString.copyFrom(hash);
        TmkmsStateFile state = new TmkmsStateFile(at, new BlockId(bytes, 0xffff_ffffL, bytes));

        StateFile read = StateFile.parse(state.encode());

        assertThat(read).isEqualTo(state);
    }

    @Property(tries = 200)
    void keysSurviveTheirFiles(@ForAll @Size(32) byte[] bytes) throws Exception {
        SecretSeed seed = SecretSeed.copyOf(bytes);
        PrivValidatorKeyFile file = new PrivValidatorKeyFile(seed.ed25519PublicKey(), seed);

        assertThat(SoftsignKey.parse(SoftsignFormat.JSON, file.encode()).sameAs(seed))
                .isTrue();
        assertThat(SoftsignKey.parse(SoftsignFormat.BASE64, SoftsignKey.encode(seed))
                        .sameAs(seed))
                .isTrue();
    }

    @Property
    void garbageEndsInTheTypedError(@ForAll @Size(max = 300) byte[] content) {
        assertThat(READERS).allSatisfy(reader -> assertReadOrRefused(reader, content));
    }

    @Property
    void damagedFileEndsInTheTypedErrorOrIsRead(
            @ForAll("samples") byte[] sample, @ForAll int at, @ForAll byte value, @ForAll boolean cut) {
        byte[] content = sample.clone();
        int index = Math.floorMod(at, content.length);
        content[index] = value;

        byte[] damaged = cut ? Arrays.copyOf(content, index) : content;

        assertThat(READERS).allSatisfy(reader -> assertReadOrRefused(reader, damaged));
    }

    private static void assertReadOrRefused(Reader reader, byte[] content) {
        Throwable thrown = catchThrowable(() -> reader.read(content));
        if (thrown != null) {
            assertThat(thrown).isExactlyInstanceOf(FileFormatException.class).hasNoCause();
        }
    }

    @Provide
    Arbitrary<HeightRoundStep> positions() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        Arbitraries.of(Step.PROPOSAL, Step.PREVOTE, Step.PRECOMMIT))
                .as(HeightRoundStep::new);
    }

    @Provide
    Arbitrary<byte[]> samples() {
        return Arbitraries.of(SAMPLES);
    }
}
