package io.raftkms.consensus.model;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** What the steps of one model share: bounds, safeguards that are in force, and the tables. */
final class Setup {
    static final KeyId KEY = new KeyId(
            Wish.CHAIN,
            new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(new byte[KeyType.ED25519.publicKeyBytes()])));

    final Bounds bounds;
    final LedgerTable ledgers;
    final Logs logs = new Logs();
    /** The log at the formation. */
    final int firstLog;

    private final Set<Safeguard> removed;
    private final Set<Integer> promises;
    private final List<Wish> wishes;
    private final Map<Integer, Integer> covered = new HashMap<>();
    private final Map<Integer, Integer> held = new HashMap<>();

    /**
     * @param promises numbers of those that are checked; S1 always is
     */
    Setup(Bounds bounds, Set<Safeguard> removed, Set<Integer> promises) {
        this.promises = Set.copyOf(promises);
        this.wishes = List.copyOf(bounds.wishes());
        this.bounds = bounds;
        this.removed = removed.isEmpty() ? EnumSet.noneOf(Safeguard.class) : EnumSet.copyOf(removed);
        List<Command> commands = new ArrayList<>();
        wishes.forEach(wish -> commands.add(new Command.Reserve(KEY, wish.reservation())));
        commands.addAll(bounds.admin());
        List<Command> first = new ArrayList<>();
        first.add(new Command.Enrol(KEY, new Enrolment.NewChain(1)));
        first.addAll(bounds.history());
        this.ledgers = new LedgerTable(KEY, first, commands);
        this.firstLog = logs.snapshot(0, 0, 0);
    }

    /** What a reservation is for; null for an operator's command. */
    Wish wish(int command) {
        return command < wishes.size() ? wishes.get(command) : null;
    }

    /** Whether a promise of this number is checked. */
    boolean promises(int number) {
        return promises.contains(number);
    }

    /** Bits of the wishes that are covered once a log is applied to its end; of that, what the log itself has is all that counts. */
    int covered(int log) {
        return setAt(covered, log, ledgers::covered);
    }

    /** Bits of the wishes whose very bytes are reserved then. */
    int held(int log) {
        return setAt(held, log, ledgers::held);
    }

    private int setAt(Map<Integer, Integer> known, int log, IntUnaryOperator of) {
        return known.computeIfAbsent(log, one -> of.applyAsInt(ledgerAt(one)));
    }

    private int ledgerAt(int log) {
        if (logs.isSnapshot(log)) {
            return logs.command(log);
        }
        int earlier = ledgerAt(logs.before(log));
        int entry = logs.command(log);
        return entry == Logs.START
                ? earlier
                : ledgers.apply(earlier, entry & (Applying.GRANTED - 1), logs.lastIndex(log))
                        .next();
    }

    boolean has(Safeguard safeguard) {
        return !removed.contains(safeguard);
    }

    /** How far a member's log is on its disk, as it believes. */
    int forcedIndex(MemberState member) {
        int onDisk = logs.common(member.disk, member.log);
        return member.found == 0 ? onDisk : Math.max(onDisk, logs.common(member.found, member.log));
    }
}
