package io.raftkms.signer.admin;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The commands on the ledger of a member without peers. */
final class TestLedger {
    private TestLedger() {}

    /**
     * @param keys those that the member has itself
     */
    static LedgerCommands commands(FakeMember member, Supplier<List<KeyId>> keys) {
        return new LedgerCommands(
                member,
                new ClusterView(
                        member,
                        "cluster",
                        () -> new MemberFacts("1", List.of(), List.of()),
                        keys,
                        Duration.ofMillis(1500)),
                keys);
    }
}
