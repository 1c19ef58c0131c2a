package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the home of a cluster of one, or adds what a tmkms home lacks to be one. The CA that signs its certificate is
 * forgotten at once: nobody else ever joins, so the certificate lasts as long as the CA would.
 */
public final class SingleHome {
    /** Ids of clusters of one begin so: only such a member may run without a {@code [cluster]} table. */
    public static final String CLUSTER_PREFIX = "single-";

    private static final String HOST = "127.0.0.1";
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private final Clock clock;
    private final SecureRandom random;

    public SingleHome(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new home: everything of it. Parts that are there already are kept. */
    public List<Path> writeNew(Path home, String clusterId, MemberId id, List<Network> networks) throws IOException {
        List<Path> written = new ArrayList<>();
        NewFiles.directory(home.resolve(HomeLayout.SECRETS));
        Path connectionKey = home.resolve(HomeLayout.CONNECTION_KEY);
        if (!Files.exists(connectionKey)) {
            ConnectionKey.write(connectionKey, random);
            written.add(connectionKey);
        }
        MemberPlan self = new MemberPlan(id, HOST, 26670, 26671, Optional.empty(), 26680);
        Path configuration = home.resolve(HomeLayout.CONFIGURATION);
        NewFiles.readable(configuration, FirstConfiguration.of(clusterId, self, networks));
        written.add(configuration);
        written.addAll(addMembership(home, clusterId, id));
        return written;
    }

    /** Identity, data directory and TLS material for a home that has its configuration and keys. */
    public List<Path> addMembership(Path home, String clusterId, MemberId id) throws IOException {
        CertificateAuthority authority = CertificateAuthority.create(clusterId, clock, random, VALIDITY);
        MemberFiles.writeTls(home, authority.own().certificatePem(), authority.issue(id, HOST, VALIDITY));
        MemberFiles.writeIdentity(home, clusterId, id);
        return List.of(
                home.resolve(HomeLayout.CA),
                home.resolve(HomeLayout.CERTIFICATE),
                home.resolve(HomeLayout.CERTIFICATE_KEY),
                home.resolve(HomeLayout.DATA).resolve("identity.json"));
    }
}
