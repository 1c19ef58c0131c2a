package io.raftkms.signer.node;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.home.SingleHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which member of which cluster a configuration makes: from its {@code [cluster]}, else the identity's cluster of one. */
final class MembershipOf {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipOf.class);

    private MembershipOf() {}

    static MemberSettings configuration(Configuration configuration) throws MemberFaultException {
        Identity identity = Identity.read(new DataDirectory(configuration.dataDirectory()));
        requireClusterTable(configuration, identity);
        MemberSettings settings = configuration.memberSettings(identity.clusterId(), identity.member());
        if (settings.members().size() == 1) {
            LOG.warn("a cluster of one: when this process or its disk is gone, nothing is signed."
                    + " `raftkms cluster grow` makes it one of three");
        }
        return settings;
    }

    /** A member of a larger cluster whose table got lost would begin a group of its own. */
    private static void requireClusterTable(Configuration configuration, Identity identity)
            throws MemberFaultException {
        if (configuration.cluster().isEmpty() && !identity.clusterId().startsWith(SingleHome.CLUSTER_PREFIX)) {
            throw new MemberFaultException(
                    Fault.IDENTITY_MISMATCH,
                    "The data directory " + configuration.dataDirectory() + " is that of member "
                            + identity.member().name() + " of cluster " + identity.clusterId() + ", but "
                            + configuration.file() + " has no [cluster]: it would run as a cluster of one."
                            + " Put [cluster] and its [[cluster.member]] tables back.");
        }
    }
}
