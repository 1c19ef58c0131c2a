package io.raftkms.consensus.model;

import java.util.Arrays;

/**
 * Cluster states as bytes: small numbers are one byte. Members can be exchanged for each other, so of the encodings of a
 * state under all orders of its members one is chosen: members in the order of what names no other member, and among
 * orders that are alike in that, the smallest bytes.
 */
final class Encoding {
    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final Bytes bytes = new Bytes();

    byte[] encode(ClusterState state) {
        int[][] scalars = new int[ClusterState.MEMBERS][];
        for (int i = 0; i < ClusterState.MEMBERS; i++) {
            scalars[i] = state.at(i).scalars();
        }
        byte[] least = null;
        for (int[] order : ORDERS) {
            if (ascends(scalars, order)) {
                byte[] encoded = encode(state, scalars, order);
                if (least == null || Arrays.compare(encoded, least) < 0) {
                    least = encoded;
                }
            }
        }
        return least;
    }

    private static boolean ascends(int[][] scalars, int[] order) {
        return Arrays.compare(scalars[order[0]], scalars[order[1]]) <= 0
                && Arrays.compare(scalars[order[1]], scalars[order[2]]) <= 0;
    }

    private byte[] encode(ClusterState state, int[][] scalars, int[] order) {
        bytes.put(state.askedInTime);
        bytes.put(state.released);
        bytes.put(state.crashes);
        bytes.put(state.kills);
        bytes.put(state.snapshots);
        bytes.put(state.tamperings);
        bytes.put(state.given);
        int[] place = new int[ClusterState.MEMBERS];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        for (int i : order) {
            for (int value : scalars[i]) {
                bytes.put(value);
            }
            MemberState member = state.at(i);
            int accepted = 0;
            for (int j : order) {
                bytes.put(member.match[j]);
                bytes.put(member.known[j]);
                accepted |= (member.accepted >> j & 1) << place[j];
            }
            bytes.put(accepted);
        }
        return bytes.written();
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

    private static MemberState member(Bytes from) {
        MemberState member = new MemberState();
        int[] scalars = new int[MemberState.scalarCount()];
        for (int i = 0; i < scalars.length; i++) {
            scalars[i] = from.next();
        }
        member.setScalars(scalars);
        for (int j = 0; j < ClusterState.MEMBERS; j++) {
            member.match[j] = from.next();
            member.known[j] = from.next();
        }
        member.accepted = from.next();
        return member;
    }
}
