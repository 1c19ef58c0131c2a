package io.raftkms.consensus.model;

/** Three members, and what was seen from outside. */
final class ClusterState {
    static final int MEMBERS = 3;

    final MemberState[] members;

    /** Wishes uttered before anything higher was released. */
    int askedInTime;

    int released;
    int crashes;
    int kills;
    int snapshots;
    int tamperings;
    /** Commands that the operator gave. */
    int given;
    /** The promise that the last step broke. */
    String broken;

    ClusterState(MemberState[] members) {
        this.members = members;
    }

    ClusterState copy() {
        MemberState[] copies = new MemberState[MEMBERS];
        for (int i = 0; i < MEMBERS; i++) {
            copies[i] = members[i].copy();
        }
        ClusterState copy = new ClusterState(copies);
        copy.askedInTime = askedInTime;
        copy.released = released;
        copy.crashes = crashes;
        copy.kills = kills;
        copy.snapshots = snapshots;
        copy.tamperings = tamperings;
        copy.given = given;
        return copy;
    }

    MemberState at(int member) {
        return members[member];
    }

    static String name(int member) {
        return String.valueOf((char) ('a' + member));
    }
}
