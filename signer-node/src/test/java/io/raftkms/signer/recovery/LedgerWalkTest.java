package io.raftkms.signer.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.raft.store.LogInspection;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.RecordedKey;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LedgerWalkTest {
    private static final String CHAIN = "chain-1";
    private static final KeyId KEY = new KeyId(CHAIN, new RecordedKey(1).publicKey());
    private static final Command ENROL = new Command.Enrol(KEY, new Enrolment.NewChain(1));

    private long index;

    @Test
    void everyEntryOfTheLogCountsCommittedOrNot() {
        LedgerWalk walk = new LedgerWalk(Optional.empty(), false);
        accept(walk, ENROL, reserve(1), reserve(2), reserve(3));

        assertThat(only(walk).highest().height()).isEqualTo(3);
        assertThat(walk.damages()).isEmpty();
        assertThat(walk.upTo()).isEqualTo("entry 3 of term 1");
    }

    @Test
    void entriesBehindASnapshotCountOnce() {
        LedgerState state = applied(LedgerState.EMPTY, ENROL, reserve(1), reserve(2));
        LedgerWalk walk = new LedgerWalk(Optional.of(new Snapshot(state, 1, 2)), false);
        accept(walk, ENROL, reserve(1), reserve(2), reserve(5));

        assertThat(only(walk).highest().height()).isEqualTo(5);
        assertThat(walk.damages()).isEmpty();
    }

    @Test
    void whatTheLedgerRefusesCountsForNothing() {
        LedgerWalk walk = new LedgerWalk(Optional.empty(), false);
        accept(walk, ENROL, reserve(1), reserve(900_000_000));

        assertThat(only(walk).highest().height()).isEqualTo(1);
    }

    @Test
    void behindAGapEverythingCounts() {
        LedgerWalk walk = new LedgerWalk(Optional.empty(), false);
        index = 40;
        accept(walk, reserve(70), new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.empty())));
        accept(walk, reserve(60), new Command.Seal(KEY));

        assertThat(only(walk).highest().height()).isEqualTo(70);
        assertThat(only(walk).sealed()).isTrue();
        assertThat(only(walk).paused()).isTrue();
        assertThat(walk.damages()).singleElement().asString().contains("entries 0 to 39");
    }

    @Test
    void loweredMarkDoesNotHideWhatWasSignedAbove() {
        LedgerWalk walk = new LedgerWalk(Optional.empty(), false);
        accept(
                walk,
                ENROL,
                reserve(8),
                new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.empty())),
                new Command.Lower(KEY, HeightRoundStep.endOf(2), true, "restarted"));

        assertThat(only(walk).highest().height()).isEqualTo(8);
        assertThat(only(walk).paused()).isTrue();
    }

    @Test
    void sealIsKeptUntilTheLogLiftsIt() {
        LedgerWalk walk = new LedgerWalk(Optional.empty(), false);
        accept(walk, ENROL, reserve(8), new Command.Seal(KEY));
        assertThat(only(walk).sealed()).isTrue();

        accept(walk, new Command.Unseal(KEY, new Enrolment.Floor(HeightRoundStep.endOf(20), Optional.empty()), false));
        assertThat(only(walk).sealed()).isFalse();
        assertThat(only(walk).highest().height()).isEqualTo(20);
    }

    private static SeenKey only(LedgerWalk walk) {
        assertThat(walk.keys()).hasSize(1);
        return walk.keys().get(0);
    }

    private void accept(LedgerWalk walk, Command... commands) {
        for (Command command : commands) {
            walk.accept(new LogInspection.LoggedEntry(
                    new LogPosition(1, index++),
                    "command",
                    Optional.of(new Entry(KnownVersions.newest(), command)),
                    Optional.empty()));
        }
    }

    private static LedgerState applied(LedgerState state, Command... commands) {
        LedgerState next = state;
        for (int i = 0; i < commands.length; i++) {
            next = next.apply(new Entry(KnownVersions.newest(), commands[i]), i + 1)
                    .next();
        }
        return next;
    }

    private static Command reserve(long height) {
        HeightRoundStep at = new HeightRoundStep(height, 0, Step.PREVOTE);
        Vote vote = new Vote(Step.PREVOTE.messageType(), height, 0, BlockId.NIL, Instant.EPOCH, ByteString.EMPTY);
        return new Command.Reserve(KEY, new Reservation(at, SignBytes.vote(CHAIN, vote)));
    }
}
