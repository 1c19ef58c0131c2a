package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LackingKeyTest {
    private static final KeyId ENROLLED = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId STRANGE = new KeyId("chain-1", new RecordedKey(2).publicKey());
    private static final KeyId ON_ANOTHER_CHAIN = new KeyId("chain-2", new RecordedKey(3).publicKey());

    private final FakeMember member = new FakeMember();

    @Test
    void nothingIsLackingBeforeAnEnrolmentAndWithTheEnrolledKey() {
        assertThat(LackingKey.first(member.ledger(), List.of(STRANGE))).isEmpty();

        enrol(ENROLLED);

        assertThat(LackingKey.first(member.ledger(), List.of(STRANGE, ENROLLED)))
                .isEmpty();
    }

    @Test
    void anotherKeyInItsPlaceIsNamedBesideTheEnrolledOne() {
        enrol(ENROLLED);

        Failure failure = LackingKey.first(member.ledger(), List.of(STRANGE)).orElseThrow();

        assertThat(failure.code()).isEqualTo(MessageCode.KEY_NOT_ENROLLED);
        assertThat(failure.detail())
                .isEqualTo("this member's key of chain chain-1 is " + hex(STRANGE) + ", but the enrolled one is "
                        + hex(ENROLLED));
        assertThat(failure.toDo())
                .hasValueSatisfying(text -> assertThat(text).contains("softsign show", "raftkms reload"));
    }

    @Test
    void aMemberThatHasNoKeyInItsPlaceLacksConfiguration() {
        enrol(ENROLLED);
        enrol(ON_ANOTHER_CHAIN);

        Optional<Failure> failure = LackingKey.first(member.ledger(), List.of(ENROLLED));

        assertThat(failure.orElseThrow().code()).isEqualTo(MessageCode.CONFIGURATION_NO_KEY);
        assertThat(failure.get().detail())
                .contains(hex(ON_ANOTHER_CHAIN), " is enrolled on chain chain-2, and this member does not have it");
    }

    @Test
    void twoValidatorsOnOneChainAreNoStrangersToEachOther() {
        enrol(ENROLLED);
        enrol(STRANGE);

        assertThat(LackingKey.first(member.ledger(), List.of(STRANGE))
                        .orElseThrow()
                        .code())
                .isEqualTo(MessageCode.CONFIGURATION_NO_KEY);
    }

    private void enrol(KeyId key) {
        member.commit(new Command.Enrol(key, new Enrolment.NewChain(1)));
    }

    private static String hex(KeyId key) {
        return HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
    }
}
