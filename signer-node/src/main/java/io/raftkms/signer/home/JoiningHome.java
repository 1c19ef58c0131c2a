package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.signer.config.ClusterSettings;
import io.raftkms.signer.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes the home of a member that joins a running cluster, after the configuration of one that is in it. */
public final class JoiningHome {
    private final SecureRandom random;

    public JoiningHome(SecureRandom random) {
        this.random = random;
    }

    /**
     * Writes everything, or nothing. Consensus keys are not in it: they are secrets of the other members.
     *
     * @param authority of the cluster; the new member trusts all that its ca.pem holds, and nobody in a revoked.txt beside
     *     it or beside the other member's
     * @param like a member of the cluster, whose chains and validator nodes the new one takes over unless it is a listener
     * @return paths of the consensus keys that the new home lacks, relative to it
     * @throws java.nio.file.FileAlreadyExistsException if there is anything at the directory
     */
    public List<Path> write(
            AuthorityDirectory authority,
            Configuration like,
            MemberPlan joiner,
            boolean listener,
            Duration validity,
            Path directory)
            throws IOException {
        String clusterId = like.cluster().orElseThrow().id();
        String text = configuration(like, joiner, listener);
        DerivedHome made = DerivedHome.of(text);
        try (StagedDirectory staged =
                new StagedDirectory(directory, HexFormat.of().toHexDigits(random.nextInt()))) {
            Path home = staged.path();
            NewFiles.directory(home.resolve(HomeLayout.SECRETS));
            NewFiles.readable(home.resolve(HomeLayout.CONFIGURATION), text);
            MemberFiles.writeTls(
                    home, authority.bundlePem(), authority.authority().issue(joiner.id(), joiner.host(), validity));
            RevokedList.write(
                    home, List.of(authority.certificateFile(), like.tls().ca()));
            made.writeConnectionKeys(home, random);
            DataDirectory data = new DataDirectory(home.resolve(HomeLayout.DATA));
            data.create();
            new Identity(clusterId, joiner.id(), true).create(data);
            staged.publish();
        }
        return List.copyOf(made.keys());
    }

    /** The file of the other member may be older than the group, so its number of voters says nothing. */
    private static String configuration(Configuration like, MemberPlan joiner, boolean listener) throws IOException {
        ClusterSettings cluster = like.cluster().orElseThrow();
        List<MemberSettings.Member> members = new ArrayList<>(cluster.members());
        members.add(
                new MemberSettings.Member(joiner.id(), joiner.host(), joiner.raftPort(), joiner.peerPort(), listener));
        return DerivedConfiguration.of(
                DerivedConfiguration.Cluster.like(like, "made to join a running cluster", cluster.id(), members, true),
                Files.readString(like.file(), StandardCharsets.UTF_8),
                joiner,
                listener);
    }
}
