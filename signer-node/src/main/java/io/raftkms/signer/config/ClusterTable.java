package io.raftkms.signer.config;

import static io.raftkms.signer.config.ConfigurationFault.CONFLICT;
import static io.raftkms.signer.config.ConfigurationFault.EVEN_CLUSTER;
import static io.raftkms.signer.config.ConfigurationFault.MISSING_KEY;
import static io.raftkms.signer.config.ConfigurationFault.OUT_OF_RANGE;
import static io.raftkms.signer.config.ConfigurationFault.UNKNOWN_MEMBER;

import io.raftkms.consensus.raft.MemberSettings.Member;
import io.raftkms.consensus.raft.MemberSettings.Timeouts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code [cluster]}. */
final class ClusterTable {
    /** Raft timeouts by the distance between members. */
    enum Profile {
        LAN(Timeouts.LAN),
        REGION(Timeouts.REGION),
        CONTINENT(Timeouts.CONTINENT);

        private final Timeouts timeouts;

        Profile(Timeouts timeouts) {
            this.timeouts = timeouts;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final ValueType<String> CLUSTER_ID =
            Values.matching("1-64 letters, digits, hyphens, underscores and dots", "[A-Za-z0-9_.-]{1,64}");

    static final Key<String> ID = Key.required("id", CLUSTER_ID, "The cluster's id, as in `data/identity.json`.");
    static final Key<String> SELF =
            Key.required("self", ClusterMemberTable.MEMBER_NAME, "This member's own name: one of the members below.");
    static final Key<Profile> PROFILE = Key.optional(
            "profile",
            Values.oneOf(Profile.class),
            Profile.LAN,
            "Raft election timeouts: `lan` 150-300 ms, `region` 300-600 ms, `continent` 500-1000 ms.");
    static final Key<Integer> TIMEOUT_MIN = Key.unset(
            "timeout_min_ms", Values.integer(50, 30_000), "by `profile`", "Instead of a profile: shortest timeout.");
    static final Key<Integer> TIMEOUT_MAX = Key.unset(
            "timeout_max_ms",
            Values.integer(50, 30_000),
            "by `profile`",
            "Instead of a profile: longest timeout, above the shortest.");
    static final Key<Boolean> ALLOW_EVEN = Key.optional(
            "allow_even",
            Values.bool(),
            false,
            "Start although the number of members that vote is even: it survives no more failures than with one member less.");
    static final Key<LinkMode> LINKS = Key.optional(
            "links",
            Values.oneOf(LinkMode.class),
            LinkMode.ALL,
            "Who dials the validator nodes. `leader` is for nodes with the old accept loop (v0.34, v0.37.0-10,"
                    + " v0.38.0-5), where each parked connection of a dead member costs 3 s at the next takeover.");
    static final Key<String> BIND = Key.unset(
            "bind",
            ClusterMemberTable.HOST,
            "this member's `host` if that is an address, else `0.0.0.0`",
            "Address that the Raft and peer ports are bound to, where it differs from the advertised host: behind NAT, in"
                    + " Kubernetes.");
    static final Key<Boolean> WARM_UP = Key.optional(
            "warm_up",
            Values.bool(),
            true,
            "Work for a while on nothing, so that later votes find compiled code: some 20 s of one processor. `false` where"
                    + " several members share a machine that has better things to do.");
    static final Key<List<Entry<Member>>> MEMBERS =
            Key.required("member", Values.tables(ClusterMemberTable.TABLE, ClusterMemberTable::read), "The members.");

    static final Table TABLE = new Table(
            "[cluster]",
            "The cluster that this member belongs to; the same on all members except for `self` and `bind`. Without this"
                    + " table the process is a cluster of one.",
            List.of(ID, SELF, PROFILE, TIMEOUT_MIN, TIMEOUT_MAX, ALLOW_EVEN, LINKS, BIND, WARM_UP, MEMBERS));

    private ClusterTable() {}

    static Optional<ClusterSettings> read(Section section) {
        Optional<String> id = section.read(ID);
        Optional<String> name = section.read(SELF);
        Optional<Timeouts> timeouts = timeouts(section);
        Optional<Boolean> allowEven = section.read(ALLOW_EVEN);
        Optional<LinkMode> links = section.read(LINKS);
        Optional<String> bind = section.read(BIND);
        Optional<Boolean> warmUp = section.read(WARM_UP);
        Reading.Part<List<Entry<Member>>> read =
                section.reading().part(() -> section.read(MEMBERS).orElse(List.of()));
        List<Entry<Member>> members = read.value();
        reportDuplicates(members);
        if (read.sound()) {
            reportEvenCount(section, voters(members), allowEven.orElse(false));
        }
        Optional<Member> self = read.sound() ? name.flatMap(own -> self(section, own, members)) : Optional.empty();
        return section.ifSound(() -> new ClusterSettings(
                id.orElseThrow(),
                members.stream().map(Entry::value).toList(),
                self.orElseThrow(),
                bind,
                timeouts.orElseThrow(),
                allowEven.orElseThrow(),
                links.orElseThrow(),
                warmUp.orElseThrow()));
    }

    private static Optional<Timeouts> timeouts(Section section) {
        Optional<Profile> profile = section.read(PROFILE);
        Optional<Integer> min = section.read(TIMEOUT_MIN);
        Optional<Integer> max = section.read(TIMEOUT_MAX);
        if (!section.has(TIMEOUT_MIN) && !section.has(TIMEOUT_MAX)) {
            return profile.map(given -> given.timeouts);
        }
        if (section.has(PROFILE)) {
            section.problem(PROFILE, CONFLICT, "give either a profile or timeout_min_ms and timeout_max_ms");
        }
        if (section.has(TIMEOUT_MIN) != section.has(TIMEOUT_MAX)) {
            Key<Integer> given = section.has(TIMEOUT_MIN) ? TIMEOUT_MIN : TIMEOUT_MAX;
            Key<Integer> other = section.has(TIMEOUT_MIN) ? TIMEOUT_MAX : TIMEOUT_MIN;
            section.problem(given, MISSING_KEY, "needs " + other.name() + " beside it");
            return Optional.empty();
        }
        if (min.isEmpty() || max.isEmpty()) {
            return Optional.empty();
        }
        if (min.get() >= max.get()) {
            section.problem(TIMEOUT_MAX, OUT_OF_RANGE, max.get() + " is not above timeout_min_ms = " + min.get());
        }
        return Optional.of(new Timeouts(Duration.ofMillis(min.get()), Duration.ofMillis(max.get())));
    }

    private static int voters(List<Entry<Member>> members) {
        return (int) members.stream().filter(entry -> !entry.value().listener()).count();
    }

    private static void reportEvenCount(Section section, int count, boolean allowed) {
        if (count > 0 && count % 2 == 0 && !allowed) {
            section.problem(
                    MEMBERS,
                    EVEN_CLUSTER,
                    count + " voters survive no more failures than " + (count - 1)
                            + "; add or leave out one, or write allow_even = true");
        }
    }

    private static Optional<Member> self(Section section, String own, List<Entry<Member>> members) {
        Optional<Member> self = members.stream()
                .map(Entry::value)
                .filter(member -> member.id().name().equals(own))
                .findFirst();
        if (self.isEmpty() && !members.isEmpty()) {
            List<String> names =
                    members.stream().map(entry -> entry.value().id().name()).toList();
            section.problem(
                    SELF,
                    UNKNOWN_MEMBER,
                    "no [[cluster.member]] has the name " + Values.quoted(own) + "; there are "
                            + String.join(", ", names) + Suggestion.sentence(own, names));
        }
        return self;
    }

    private static void reportDuplicates(List<Entry<Member>> members) {
        Map<String, Spot> seen = new HashMap<>();
        for (Entry<Member> entry : members) {
            Member member = entry.value();
            reportSecond(
                    seen, entry, ClusterMemberTable.NAME, "name " + member.id().name());
            reportSecond(
                    seen,
                    entry,
                    ClusterMemberTable.NONCE,
                    "nonce " + member.id().nonce());
            String host = SocketAddressText.isLoopback(member.host()) ? "loopback" : member.host();
            reportSecond(seen, entry, ClusterMemberTable.RAFT_PORT, "port " + host + ":" + member.raftPort());
            reportSecond(seen, entry, ClusterMemberTable.PEER_PORT, "port " + host + ":" + member.peerPort());
        }
    }

    private static void reportSecond(Map<String, Spot> seen, Entry<Member> entry, Key<?> key, String what) {
        Spot first = seen.putIfAbsent(what, entry.section().spot(key));
        if (first != null) {
            entry.section().problem(key, CONFLICT, what + " is taken already at " + first);
        }
    }
}
