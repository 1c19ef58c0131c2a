package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes the homes of a new cluster that takes over the keys, chains and validator nodes of a cluster of one. */
public final class GrownHomes {
    private static final int MAX_KEY_FILE = 64 * 1024;

    private final Clock clock;
    private final SecureRandom random;

    public GrownHomes(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * A file that is written beside the homes, in the same step.
     *
     * @param content by the fingerprint of the CA's certificate
     */
    public record Beside(String name, Function<String, byte[]> content) {}

    /** The configuration that the first of the new members would get: for checks before anything is written. */
    public Configuration configuration(ClusterPlan plan, Configuration like, Map<String, String> validators)
            throws IOException {
        return DerivedHome.of(text(plan, like, validators, plan.members().get(0)))
                .configuration();
    }

    /** Consensus keys that are not copied, since the configuration names them by paths of the host. */
    public List<Path> keysElsewhere(ClusterPlan plan, Configuration like) throws IOException {
        return DerivedHome.of(text(plan, like, Map.of(), plan.members().get(0))).keys().stream()
                .filter(Path::isAbsolute)
                .toList();
    }

    /**
     * Writes everything, or nothing.
     *
     * @param like of the cluster of one; its consensus keys are copied
     * @param validators addresses of validator nodes that the new members reach otherwise
     * @throws java.nio.file.FileAlreadyExistsException if there is anything at the directory
     */
    public void write(
            ClusterPlan plan, Configuration like, Map<String, String> validators, Beside beside, Path directory)
            throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.create(plan.clusterId(), clock, random, plan.caValidity());
        try (StagedDirectory staged =
                new StagedDirectory(directory, HexFormat.of().toHexDigits(random.nextInt()))) {
            ClusterHomes.writeAuthority(staged.path(), authority);
            for (MemberPlan member : plan.members()) {
                Path home = staged.path().resolve(member.id().name());
                writeHome(plan, member, like, text(plan, like, validators, member), authority, home);
            }
            NewFiles.secret(
                    staged.path().resolve(beside.name()),
                    beside.content().apply(authority.own().fingerprint()));
            staged.publish();
        }
    }

    private void writeHome(
            ClusterPlan plan,
            MemberPlan member,
            Configuration like,
            String text,
            CertificateAuthority authority,
            Path home)
            throws IOException {
        DerivedHome made = DerivedHome.of(text);
        NewFiles.directory(home.resolve(HomeLayout.SECRETS));
        NewFiles.readable(home.resolve(HomeLayout.CONFIGURATION), text);
        MemberFiles.writeTls(
                home,
                authority.own().certificatePem(),
                authority.issue(member.id(), member.host(), plan.memberValidity()));
        made.writeConnectionKeys(home, random);
        for (Path key : made.keys()) {
            if (!key.isAbsolute()) {
                copyKey(like.home().resolve(key), home.resolve(key));
            }
        }
        MemberFiles.writeIdentity(home, plan.clusterId(), member.id());
    }

    private static void copyKey(Path from, Path to) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(from)) {
            content = in.readNBytes(MAX_KEY_FILE);
        }
        try {
            NewFiles.directory(to.getParent());
            NewFiles.secret(to, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static String text(ClusterPlan plan, Configuration like, Map<String, String> validators, MemberPlan self)
            throws IOException {
        String template = Files.readString(like.file(), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> other : validators.entrySet()) {
            template = template.replace('"' + other.getKey() + '"', '"' + other.getValue() + '"');
        }
        List<MemberSettings.Member> members = new ArrayList<>();
        for (MemberPlan member : plan.members()) {
            members.add(
                    new MemberSettings.Member(member.id(), member.host(), member.raftPort(), member.peerPort(), false));
        }
        return DerivedConfiguration.of(
                DerivedConfiguration.Cluster.like(
                        like, "of a cluster that was one member before", plan.clusterId(), members, false),
                template,
                self,
                false);
    }
}
