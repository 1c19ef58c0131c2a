package io.raftkms.signer.cli.cluster;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.admin.AddMemberRequest;

/**
 * A member that has a home already, as {@code cluster add --out} prints it: {@code NAME#NONCE=HOST:RAFT,PEER}.
 *
 * @param address without bind address and HTTP port
 */
record JoiningMember(MemberId id, MemberArgument address) {
    static final String FORM = "NAME#NONCE=HOST:RAFT,PEER";

    /**
     * Reads the argument.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static JoiningMember parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || text.indexOf('#') < 0 || text.indexOf('#') > equals) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not " + FORM + ", as `cluster add --out` printed it");
        }
        MemberId id = MemberId.parse(text.substring(0, equals));
        return new JoiningMember(id, MemberArgument.parse(id.name() + text.substring(equals)));
    }

    AddMemberRequest request(boolean listener) {
        return new AddMemberRequest(id.toString(), address.host(), address.raftPort(), address.peerPort(), listener);
    }
}
