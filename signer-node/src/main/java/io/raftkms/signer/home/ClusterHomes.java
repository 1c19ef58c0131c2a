package io.raftkms.signer.home;

import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Writes a directory with one complete home for each member of a new cluster, and the CA's key beside them. */
public final class ClusterHomes {
    /** Where the CA is, beside the members' homes. */
    public static final String CA_DIRECTORY = "ca";

    static final String CA_CERTIFICATE = "ca.pem";
    static final String CA_KEY = "ca.key";

    private final Clock clock;
    private final SecureRandom random;

    public ClusterHomes(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Writes everything, or nothing.
     *
     * @param key the consensus key that goes into every home, if it is known already
     * @return the CA's certificate fingerprint
     * @throws java.nio.file.FileAlreadyExistsException if there is anything at the directory
     */
    public String write(ClusterPlan plan, Optional<SecretSeed> key, Path directory) throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.create(plan.clusterId(), clock, random, plan.caValidity());
        try (StagedDirectory staged = new StagedDirectory(directory, suffix())) {
            writeAuthority(staged.path(), authority);
            for (MemberPlan member : plan.members()) {
                writeHome(
                        plan,
                        member,
                        authority,
                        key,
                        staged.path().resolve(member.id().name()));
            }
            staged.publish();
        }
        return authority.own().fingerprint();
    }

    static void writeAuthority(Path directory, CertificateAuthority authority) throws IOException {
        Path ca = directory.resolve(CA_DIRECTORY);
        NewFiles.directory(ca);
        NewFiles.readable(ca.resolve(CA_CERTIFICATE), authority.own().certificatePem());
        MemberFiles.writeKey(ca.resolve(CA_KEY), authority.own());
    }

    private void writeHome(
            ClusterPlan plan, MemberPlan member, CertificateAuthority authority, Optional<SecretSeed> key, Path home)
            throws IOException {
        NewFiles.directory(home.resolve(HomeLayout.SECRETS));
        NewFiles.readable(home.resolve(HomeLayout.CONFIGURATION), FirstConfiguration.of(plan, member));
        MemberFiles.writeTls(
                home,
                authority.own().certificatePem(),
                authority.issue(member.id(), member.host(), plan.memberValidity()));
        ConnectionKey.write(home.resolve(HomeLayout.CONNECTION_KEY), random);
        if (key.isPresent()) {
            writeConsensusKey(home.resolve(plan.keyPath()), key.get());
        }
        MemberFiles.writeIdentity(home, plan.clusterId(), member.id());
    }

    private static void writeConsensusKey(Path file, SecretSeed key) throws IOException {
        byte[] content = SoftsignKey.encode(key);
        try {
            NewFiles.secret(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private String suffix() {
        return HexFormat.of().toHexDigits(random.nextInt());
    }
}
