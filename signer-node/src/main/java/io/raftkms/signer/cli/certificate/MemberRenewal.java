package io.raftkms.signer.cli.certificate;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.home.CertificateRenewal;

/** A member's renewal, by its configuration. */
final class MemberRenewal {
    private MemberRenewal() {}

    static CertificateRenewal of(Configuration configuration) throws MemberFaultException {
        Identity identity = Identity.read(new DataDirectory(configuration.dataDirectory()));
        return new CertificateRenewal(configuration.memberSettings(identity.clusterId(), identity.member()));
    }
}
