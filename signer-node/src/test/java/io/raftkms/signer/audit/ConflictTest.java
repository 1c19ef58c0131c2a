package io.raftkms.signer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.CanonicalProposal;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.RecordedKey;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConflictTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void proposalsOfOneBlockAtTwoTimesAreToldApartByTheirTimes() {
        Conflict conflict = conflict(proposal('A', -1, NOON.plusMillis(5)), Optional.of(proposal('A', -1, NOON)));

        assertThat(conflict.sentence())
                .contains("asked / reserved differ in time 2026-11-22T12:00:00.005Z / 2026-11-22T12:00:00Z;");
        assertThat(conflict.fields().at("/asked/time").asText()).isEqualTo("2026-11-22T12:00:00.005Z");
        assertThat(conflict.fields().at("/reserved/time").asText()).isEqualTo("2026-11-22T12:00:00Z");
    }

    @Test
    void everythingThatDiffersIsNamed() {
        Conflict conflict = conflict(proposal('A', -1, NOON), Optional.of(proposal('B', 0, NOON)));

        assertThat(conflict.sentence())
                .containsPattern("differ in block (41){32} / (42){32}, POL round -1 / 0;")
                .doesNotContain("time");
        assertThat(conflict.fields().at("/reserved/pol_round").asLong()).isZero();
    }

    @Test
    void whatIsNotKeptAnyMoreIsNotCompared() {
        assertThat(conflict(proposal('A', -1, NOON), Optional.empty()).sentence())
                .contains("block unknown reserved; what differs is not known any more");
    }

    private static Conflict conflict(Reservation asked, Optional<Reservation> reserved) {
        return new Conflict(KEY, Optional.of("node"), OptionalLong.empty(), asked, reserved);
    }

    private static Reservation proposal(char block, long polRound, Instant time) {
        ByteString hash = ByteString.copyFromUtf8(String.valueOf(block).repeat(32));
        CanonicalProposal proposal = new CanonicalProposal(7, 1, polRound, new BlockId(hash, 1, hash), time, "chain-1");
        return new Reservation(new HeightRoundStep(7, 1, Step.PROPOSAL), proposal.signBytes());
    }
}
