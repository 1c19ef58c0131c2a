package io.raftkms.signer.cli.cluster;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.home.MemberPlan;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Turns the {@code --member} arguments into a plan: ids, and ports that do not clash on one machine. */
public final class MemberPlans {
    private static final int FIRST_HTTP_PORT = 26680;
    private static final int NONCE_BYTES = 8;

    private final SecureRandom random;
    private final Map<String, String> taken = new HashMap<>();

    MemberPlans(SecureRandom random) {
        this.random = random;
    }

    /**
     * Checks the members against each other.
     *
     * @throws IllegalArgumentException saying what clashes and what to write instead
     */
    List<MemberPlan> plan(List<MemberArgument> members) {
        for (MemberArgument member : members) {
            take("the name " + member.name(), member, "give each member a name of its own");
            takePort(member, member.raftPort(), members);
            takePort(member, member.peerPort(), members);
            if (member.httpPort().isPresent()) {
                takePort(member, member.httpPort().getAsInt(), members);
            }
        }
        List<MemberPlan> plans = new ArrayList<>();
        for (MemberArgument member : members) {
            plans.add(new MemberPlan(
                    newId(member.name(), random),
                    member.host(),
                    member.raftPort(),
                    member.peerPort(),
                    member.bind(),
                    httpPort(member)));
        }
        return plans;
    }

    private void takePort(MemberArgument member, int port, List<MemberArgument> members) {
        int free = MemberArgument.DEFAULT_RAFT_PORT + 2 * members.indexOf(member);
        take(
                port(port, member),
                member,
                "give each member on one machine ports of its own, as " + member.name() + "=" + member.host() + ":"
                        + free);
    }

    private void take(String what, MemberArgument member, String advice) {
        String first = taken.putIfAbsent(what, member.name());
        if (first != null) {
            throw new IllegalArgumentException(
                    what + " is taken by " + first + " already, and given to " + member.name() + " too; " + advice);
        }
    }

    private static String port(int port, MemberArgument member) {
        return "port " + port + " on " + member.machine();
    }

    private int httpPort(MemberArgument member) {
        if (member.httpPort().isPresent()) {
            return member.httpPort().getAsInt();
        }
        int port = FIRST_HTTP_PORT;
        while (taken.putIfAbsent(port(port, member), member.name()) != null) {
            port++;
        }
        return port;
    }

    /** A member id that was never there before. */
    public static MemberId newId(String name, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return new MemberId(name, HexFormat.of().formatHex(nonce));
    }
}
