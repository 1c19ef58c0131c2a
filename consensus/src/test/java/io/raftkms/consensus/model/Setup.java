package io.raftkms.consensus.model;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
    /** The one of two requests that is not asked first; null if there are not two. */
    private final Wish twin;

    private final Known covered;
    private final Known held;

    /**
     * @param promises numbers of those that are checked; S1 always is
     */
    Setup(Bounds bounds, Set<Safeguard> removed, Set<Integer> promises) {
        this.promises = Set.copyOf(promises);
        this.wishes = List.copyOf(bounds.wishes());
        this.bounds = bounds;
        this.twin = bounds.history().isEmpty() ? twin(bounds.wishes()) : null;
        this.removed = removed.isEmpty() ? EnumSet.noneOf(Safeguard.class) : EnumSet.copyOf(removed);
        List<Command> commands = new ArrayList<>();
        wishes.forEach(wish -> commands.add(new Command.Reserve(KEY, wish.reservation())));
        commands.addAll(bounds.admin());
        List<Command> first = new ArrayList<>();
        first.add(new Command.Enrol(KEY, new Enrolment.NewChain(1)));
        first.addAll(bounds.history());
        this.ledgers = new LedgerTable(KEY, first, commands);
        this.firstLog = logs.snapshot(0, 0, 0);
        this.covered = new Known(log -> ledgers.covered(ledgerAt(log)));
        this.held = new Known(log -> ledgers.held(ledgerAt(log)));
    }

    private static Wish twin(Set<Wish> wishes) {
        boolean block = wishes.contains(Wish.B_AT_1);
        boolean timestamp = wishes.contains(Wish.A_LATER_AT_1);
        return !wishes.contains(Wish.A_AT_1) || block == timestamp ? null : block ? Wish.B_AT_1 : Wish.A_LATER_AT_1;
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
        return covered.of(log);
    }

    /** Bits of the wishes whose very bytes are reserved then. */
    int held(int log) {
        return held.of(log);
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

    /**
     * Whether a request need not be tried yet because another one, from which nothing tells it apart so far, is: the rule
     * compares blocks and timestamps, it does not look at them.
     */
    boolean isTwin(Wish wish, ClusterState state) {
        return wish == twin && untouched(state);
    }

    private boolean untouched(ClusterState state) {
        int both = Wish.A_AT_1.bit() | twin.bit();
        if (Integer.bitCount(state.askedInTime & both) == 1 || (state.released & both) != 0) {
            return false;
        }
        for (MemberState member : state.members) {
            boolean blank = logs.asksNothing(member.log)
                    && logs.asksNothing(member.disk)
                    && logs.asksNothing(member.found)
                    && logs.asksNothing(member.sentLog);
            if (!blank || member.ledger != 0 || member.owed != 0) {
                return false;
            }
        }
        return true;
    }

    /** How far a member's log is on its disk, as it believes. */
    int forcedIndex(MemberState member) {
        int onDisk = logs.common(member.disk, member.log);
        return member.found == 0 ? onDisk : Math.max(onDisk, logs.common(member.found, member.log));
    }
}
