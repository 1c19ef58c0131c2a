package io.raftkms.consensus.model;

/**
 * Cluster states as bytes: small numbers are one byte. Members can be exchanged for each other, so of the encodings of a
 * state under all orders of its members one is chosen: members in the order of what names no other member, and among
 * orders that are alike in that, the smallest bytes.
 */
final class Encoding {
    static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final boolean besideRaft;
    private final Bytes[] own = {new Bytes(), new Bytes(), new Bytes()};
    private final int[] place = new int[ClusterState.MEMBERS];
    private final Bytes other = new Bytes();

    /**
     * @param besideRaft whether members have own files, or greet
     */
    Encoding(boolean besideRaft) {
        this.besideRaft = besideRaft;
    }

    void encode(ClusterState state, Bytes to) {
        for (int i = 0; i < ClusterState.MEMBERS; i++) {
            own[i].clear();
            state.at(i).write(own[i], besideRaft);
        }
        boolean found = false;
        for (int[] order : ORDERS) {
            if (own[order[0]].compareTo(own[order[1]]) <= 0 && own[order[1]].compareTo(own[order[2]]) <= 0) {
                if (!found) {
                    encode(state, order, to);
                    found = true;
                } else {
                    encode(state, order, other);
                    least(to);
                }
            }
        }
    }

    private void least(Bytes to) {
        if (other.compareTo(to) < 0) {
            to.clear();
            to.put(other);
        }
    }

    private void encode(ClusterState state, int[] order, Bytes to) {
        to.clear();
        to.put(state.askedInTime);
        to.put(state.released);
        to.put(state.crashes);
        to.put(state.kills);
        to.put(state.snapshots);
        to.put(state.tamperings);
        to.put(state.given);
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        for (int i : order) {
            to.put(own[i]);
            MemberState member = state.at(i);
            for (int j : order) {
                to.put(member.match[j]);
            }
            to.put(member.follows == 0 ? 0 : place[member.follows - 1] + 1);
            if (besideRaft) {
                witnessed(member, order, to);
            }
        }
    }

    private void witnessed(MemberState member, int[] order, Bytes to) {
        int accepted = 0;
        for (int j : order) {
            to.put(member.known[j]);
            accepted |= (member.accepted >> j & 1) << place[j];
        }
        to.put(accepted);
    }

    ClusterState decode(byte[] encoded) {
        Bytes from = new Bytes(encoded);
        MemberState[] members = new MemberState[ClusterState.MEMBERS];
        ClusterState state = new ClusterState(members);
        state.askedInTime = from.next();
        state.released = from.next();
        state.crashes = from.next();
        state.kills = from.next();
        state.snapshots = from.next();
        state.tamperings = from.next();
        state.given = from.next();
        for (int i = 0; i < members.length; i++) {
            members[i] = member(from);
        }
        return state;
    }

    private MemberState member(Bytes from) {
        MemberState member = new MemberState();
        member.read(from, besideRaft);
        for (int j = 0; j < ClusterState.MEMBERS; j++) {
            member.match[j] = from.next();
        }
        member.follows = from.next();
        if (besideRaft) {
            for (int j = 0; j < ClusterState.MEMBERS; j++) {
                member.known[j] = from.next();
            }
            member.accepted = from.next();
        }
        return member;
    }
}
