package io.raftkms.consensus.ledger;

import io.raftkms.consensus.ledger.wire.EnrolRecord;
import io.raftkms.consensus.ledger.wire.EntryRecord;
import io.raftkms.consensus.ledger.wire.EveryKeyRecord;
import io.raftkms.consensus.ledger.wire.FinalizeUpgradeRecord;
import io.raftkms.consensus.ledger.wire.LowerRecord;
import io.raftkms.consensus.ledger.wire.NoopRecord;
import io.raftkms.consensus.ledger.wire.PauseKeysRecord;
import io.raftkms.consensus.ledger.wire.RaiseRecord;
import io.raftkms.consensus.ledger.wire.ReserveRecord;
import io.raftkms.consensus.ledger.wire.ResumeKeysRecord;
import io.raftkms.consensus.ledger.wire.SealRecord;
import io.raftkms.consensus.ledger.wire.SelectionRecord;
import io.raftkms.consensus.ledger.wire.UnsealRecord;

/** Commands to the records of an entry and back; throws as {@link WireValues} does. */
final class CommandRecords {
    private CommandRecords() {}

    static void put(Command command, EntryRecord.Builder wire) {
        if (command instanceof Command.Reserve reserve) {
            wire.setReserve(ReserveRecord.newBuilder()
                    .setKey(WireValues.toRecord(reserve.key()))
                    .setReservation(WireValues.toRecord(reserve.reservation())));
        } else if (command instanceof Command.Enrol enrol) {
            wire.setEnrol(EnrolRecord.newBuilder()
                    .setKey(WireValues.toRecord(enrol.key()))
                    .setEnrolment(WireValues.toRecord(enrol.enrolment()))
                    .setPaused(enrol.paused()));
        } else if (command instanceof Command.Pause pause) {
            wire.setPause(PauseKeysRecord.newBuilder()
                    .setKeys(toRecord(pause.keys()))
                    .setPause(WireValues.toRecord(pause.pause())));
        } else if (command instanceof Command.Resume resume) {
            wire.setResume(ResumeKeysRecord.newBuilder().setKeys(toRecord(resume.keys())));
        } else if (command instanceof Command.FinalizeUpgrade upgrade) {
            wire.setFinalizeUpgrade(FinalizeUpgradeRecord.newBuilder().setVersion(upgrade.version()));
        } else if (command instanceof Command.Noop) {
            wire.setNoop(NoopRecord.getDefaultInstance());
        } else {
            putOfMark(command, wire);
        }
    }

    /** Commands that set the mark of an enrolled key. */
    private static void putOfMark(Command command, EntryRecord.Builder wire) {
        if (command instanceof Command.Raise raise) {
            wire.setRaise(RaiseRecord.newBuilder()
                    .setKey(WireValues.toRecord(raise.key()))
                    .setFloor(WireValues.toRecord(raise.floor())));
        } else if (command instanceof Command.Lower lower) {
            wire.setLower(LowerRecord.newBuilder()
                    .setKey(WireValues.toRecord(lower.key()))
                    .setTo(WireValues.toRecord(lower.to()))
                    .setForgetRecent(lower.forgetRecent())
                    .setReason(lower.reason()));
        } else if (command instanceof Command.Seal seal) {
            wire.setSeal(SealRecord.newBuilder().setKey(WireValues.toRecord(seal.key())));
        } else if (command instanceof Command.Unseal unseal) {
            wire.setUnseal(UnsealRecord.newBuilder()
                    .setKey(WireValues.toRecord(unseal.key()))
                    .setFloor(WireValues.toRecord(unseal.floor()))
                    .setNeverUsedElsewhere(unseal.neverUsedElsewhere()));
        } else {
            throw new IllegalStateException("no record for " + command.getClass());
        }
    }

    static Command command(EntryRecord wire) throws UnknownEntryException {
        return switch (wire.getCommandCase()) {
            case NOOP -> new Command.Noop();
            case RESERVE ->
                new Command.Reserve(
                        WireValues.keyId(wire.getReserve().getKey()),
                        WireValues.reservation(wire.getReserve().getReservation()));
            case ENROL ->
                new Command.Enrol(
                        WireValues.keyId(wire.getEnrol().getKey()),
                        WireValues.enrolment(wire.getEnrol().getEnrolment()),
                        wire.getEnrol().getPaused());
            case RAISE ->
                new Command.Raise(
                        WireValues.keyId(wire.getRaise().getKey()),
                        WireValues.floor(wire.getRaise().getFloor()));
            case LOWER -> lower(wire.getLower());
            case SEAL -> new Command.Seal(WireValues.keyId(wire.getSeal().getKey()));
            case UNSEAL ->
                new Command.Unseal(
                        WireValues.keyId(wire.getUnseal().getKey()),
                        WireValues.floor(wire.getUnseal().getFloor()),
                        wire.getUnseal().getNeverUsedElsewhere());
            case PAUSE ->
                new Command.Pause(
                        selection(wire.getPause().getKeys()),
                        WireValues.pause(wire.getPause().getPause()));
            case RESUME -> new Command.Resume(selection(wire.getResume().getKeys()));
            case FINALIZE_UPGRADE ->
                new Command.FinalizeUpgrade(wire.getFinalizeUpgrade().getVersion());
            case COMMAND_NOT_SET ->
                throw new UnknownEntryException(
                        "entry of version " + wire.getVersion() + " without a command that this program knows");
        };
    }

    private static Command lower(LowerRecord wire) {
        return new Command.Lower(
                WireValues.keyId(wire.getKey()),
                WireValues.position(wire.getTo()),
                wire.getForgetRecent(),
                wire.getReason());
    }

    private static SelectionRecord toRecord(KeySelection keys) {
        SelectionRecord.Builder wire = SelectionRecord.newBuilder();
        if (keys instanceof KeySelection.One one) {
            wire.setKey(WireValues.toRecord(one.key()));
        } else if (keys instanceof KeySelection.Chain chain) {
            wire.setChainId(chain.chainId());
        } else {
            wire.setEvery(EveryKeyRecord.getDefaultInstance());
        }
        return wire.build();
    }

    private static KeySelection selection(SelectionRecord wire) {
        return switch (wire.getKeysCase()) {
            case KEY -> new KeySelection.One(WireValues.keyId(wire.getKey()));
            case CHAIN_ID -> new KeySelection.Chain(wire.getChainId());
            case EVERY -> new KeySelection.Every();
            case KEYS_NOT_SET -> throw new IllegalArgumentException("a pause says which keys");
        };
    }
}
