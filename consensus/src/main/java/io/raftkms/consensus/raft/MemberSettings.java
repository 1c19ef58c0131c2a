package io.raftkms.consensus.raft;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a member needs to know before it starts; the signer reads it from raftkms.toml.
 *
 * @param clusterId as in identity.json
 * @param self this member; must equal identity.json
 * @param bindHost address that the Raft and peer ports are bound to
 * @param members voters and listeners, this member included; what counts once Raft runs is the group in its log
 * @param dataDirectory {@code data/}: identity, run.json, raft/, watermark
 * @param allowEven start although the number of members is even
 */
public record MemberSettings(
        String clusterId,
        MemberId self,
        String bindHost,
        List<Member> members,
        Path dataDirectory,
        Tls tls,
        Timeouts timeouts,
        boolean allowEven) {
    /**
     * @param host advertised host name or address, as it stands in the member's certificate
     * @param listener keeps a copy of the log and nothing else: has no vote, never leads, asks nobody to sign
     */
    public record Member(MemberId id, String host, int raftPort, int peerPort, boolean listener) {
        /** A voter. */
        public Member(MemberId id, String host, int raftPort, int peerPort) {
            this(id, host, raftPort, peerPort, false);
        }
    }

    /** PEM files: the cluster's CA, this member's certificate chain and its PKCS#8 key. */
    public record Tls(Path ca, Path certificate, Path key) {}

    /** Raft election timeouts; a heartbeat is sent every half {@code min}. */
    public record Timeouts(Duration min, Duration max) {
        public static final Timeouts LAN = new Timeouts(Duration.ofMillis(150), Duration.ofMillis(300));
        public static final Timeouts REGION = new Timeouts(Duration.ofMillis(300), Duration.ofMillis(600));
        public static final Timeouts CONTINENT = new Timeouts(Duration.ofMillis(500), Duration.ofMillis(1000));

        /** Longer than this without a leader and a member counts as leaderless: 1.5 s, or 3 x max if longer. */
        public Duration leaderless() {
            Duration threeTimes = max.multipliedBy(3);
            Duration floor = Duration.ofMillis(1500);
            return threeTimes.compareTo(floor) > 0 ? threeTimes : floor;
        }
    }
}
