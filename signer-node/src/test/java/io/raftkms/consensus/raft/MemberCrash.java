package io.raftkms.consensus.raft;

/** Ends a member inside of this virtual machine as a killed process would: nothing is handed over, nothing finished. */
public final class MemberCrash {
    private MemberCrash() {}

    /** Takes Raft and the ports from under the member; callers that wait for its replies lose their connection. */
    public static void crash(RatisClusterMember member) {
        member.closeAtOnce();
    }
}
