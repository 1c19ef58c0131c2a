package io.raftkms.signer.growth;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.home.ClusterPlan;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whose homes are in a directory: written with them in one step, so that a growth that was interrupted goes on with the
 * same homes, and no other cluster's.
 *
 * @param form version of this form, 1
 * @param fromCluster id of the cluster of one
 * @param fromMember its member as {@code name#nonce}
 * @param clusterId id of the new cluster
 * @param caFingerprint of the new CA's certificate
 * @param keysElsewhere paths of consensus keys that every new host has to have by itself
 * @param keys that the new homes sign with
 */
public record Growth(
        int form,
        String fromCluster,
        String fromMember,
        String madeAt,
        String clusterId,
        String caFingerprint,
        List<Member> members,
        List<String> keysElsewhere,
        List<Key> keys) {
    /** The file's name beside the homes. */
    public static final String FILE = "growth.json";

    /** Version of the form. */
    public static final int FORM = 1;

    private static final int MAX_BYTES = 1 << 20;

    public Growth {
        members = List.copyOf(members);
        keysElsewhere = List.copyOf(keysElsewhere);
        keys = List.copyOf(keys);
    }

    /**
     * A new member.
     *
     * @param bind null where it is the host
     */
    public record Member(
            String name, String nonce, String host, int raftPort, int peerPort, String bind, int httpPort) {
        /** As it is planned. */
        public static Member of(MemberPlan plan) {
            return new Member(
                    plan.id().name(),
                    plan.id().nonce(),
                    plan.host(),
                    plan.raftPort(),
                    plan.peerPort(),
                    plan.bind().orElse(null),
                    plan.httpPort());
        }

        MemberPlan plan() {
            return new MemberPlan(
                    new MemberId(name, nonce), host, raftPort, peerPort, Optional.ofNullable(bind), httpPort);
        }

        /** Whether the same member is meant; its nonce is drawn anew each time. */
        boolean isLike(MemberPlan other) {
            return equals(of(new MemberPlan(
                    new MemberId(other.id().name(), nonce),
                    other.host(),
                    other.raftPort(),
                    other.peerPort(),
                    other.bind(),
                    other.httpPort())));
        }
    }

    /**
     * @param publicKey lower-case hex
     */
    public record Key(String chainId, String publicKey) {}

    /**
     * Reads the record of a directory; empty where there is nothing yet.
     *
     * @throws CommandException {@code GROWTH_OTHER_DIRECTORY} if something else is there
     */
    public static Optional<Growth> in(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw other(file + " is no record of a growth", null);
            }
            Growth read = AdminJson.read(Files.readAllBytes(file), Growth.class);
            if (read.form != FORM || read.clusterId == null || read.fromMember == null) {
                throw other(file + " is of another form", null);
            }
            return Optional.of(read);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw other(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** With the CA that was made for it. */
    public Growth withFingerprint(String fingerprint) {
        return new Growth(form, fromCluster, fromMember, madeAt, clusterId, fingerprint, members, keysElsewhere, keys);
    }

    /** The file's content. */
    public byte[] bytes() {
        return AdminJson.bytes(this);
    }

    /**
     * @param planned what the command asks for now
     * @throws CommandException {@code GROWTH_OTHER_DIRECTORY} if it asks for other members than those whose homes are there
     */
    public void requireMembers(Path directory, List<MemberPlan> planned) {
        boolean same = planned.size() == members.size();
        for (int i = 0; same && i < planned.size(); i++) {
            same = members.get(i).isLike(planned.get(i));
        }
        if (!same) {
            throw other(directory + " holds the homes of other members", null);
        }
    }

    /**
     * @throws CommandException {@code GROWTH_OTHER_DIRECTORY} if the homes are for the keys of another member
     */
    public void requireFrom(Path directory, String cluster, String member) {
        if (!fromCluster.equals(cluster) || !fromMember.equals(member)) {
            throw other(
                    directory + " is for member " + fromMember + " of cluster " + fromCluster + ", not for " + member
                            + " of " + cluster,
                    null);
        }
    }

    /** The new cluster, as far as its homes are concerned. */
    public ClusterPlan plan() {
        return new ClusterPlan(
                clusterId,
                keys.isEmpty() ? clusterId : keys.get(0).chainId(),
                members.stream().map(Member::plan).toList(),
                List.of(),
                false,
                Duration.ZERO,
                Duration.ZERO);
    }

    private static CommandException other(String detail, Exception cause) {
        return new CommandException(MessageCode.GROWTH_OTHER_DIRECTORY, detail, cause);
    }
}
