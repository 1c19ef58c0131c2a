package io.raftkms.signer.node;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.tls.PemFiles;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.admin.ExportCommands;
import io.raftkms.signer.admin.LedgerCommands;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.TlsSettings;
import io.raftkms.signer.export.Bundle;
import io.raftkms.signer.export.SignedBundle;
import io.raftkms.signer.key.KeyUnusableException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What exports take from this member: its consensus keys and its TLS key. */
final class ExportParts {
    private static final Duration SIGN = Duration.ofSeconds(3);

    private ExportParts() {}

    static ExportCommands commands(
            Configuration configuration,
            ClusterMember member,
            LedgerCommands ledger,
            String clusterId,
            MemberKeys keys,
            Clock clock,
            SecureRandom random) {
        return new ExportCommands(
                member,
                ledger,
                clusterId,
                (key, bytes) -> sign(keys, key, bytes),
                bundle -> signed(bundle, configuration.tls(), random),
                clock);
    }

    private static CompletableFuture<ByteString> sign(MemberKeys keys, KeyId key, ByteString bytes) {
        return keys.find(key)
                .map(health -> health.sign(bytes, SIGN))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(new KeyUnusableException("this member has no such key", null)));
    }

    /** Read anew every time: certificates are renewed while the member runs. */
    private static byte[] signed(Bundle bundle, TlsSettings tls, SecureRandom random) throws GeneralSecurityException {
        try {
            return SignedBundle.sign(
                    bundle, PemFiles.certificates(tls.certificate()).get(0), PemFiles.privateKey(tls.key()), random);
        } catch (MemberFaultException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }
}
