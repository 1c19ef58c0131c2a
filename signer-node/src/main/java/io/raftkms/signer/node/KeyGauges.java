package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.signer.metrics.Series;
import io.raftkms.signer.metrics.SignerMetrics;
import java.util.List;
import java.util.function.Predicate;

/** What holds each configured key from signing, and its mark, as applied here; 0 for keys that are not enrolled. */
final class KeyGauges {
    private final ClusterMember member;
    private final List<KeyId> keys;

    KeyGauges(ClusterMember member, List<KeyId> keys) {
        this.member = member;
        this.keys = List.copyOf(keys);
    }

    void addTo(SignerMetrics metrics) {
        for (KeyId key : keys) {
            metrics.gauge(
                    of("raftkms_key_paused", key),
                    () -> flag(key, state -> state.pause().isPresent()));
            metrics.gauge(of("raftkms_key_sealed", key), () -> flag(key, KeyState::sealed));
            metrics.gauge(
                    of("raftkms_key_height", key),
                    () -> member.ledger()
                            .key(key)
                            .map(state -> state.mark().height())
                            .orElse(0L));
        }
    }

    private int flag(KeyId key, Predicate<KeyState> holds) {
        return member.ledger().key(key).filter(holds).map(state -> 1).orElse(0);
    }

    private static Series of(String family, KeyId key) {
        return Series.of(family)
                .with("chain", key.chainId())
                .with("address", ConsensusAddress.of(key.publicKey()).hex());
    }
}
