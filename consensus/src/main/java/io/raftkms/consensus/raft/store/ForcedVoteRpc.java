package io.raftkms.consensus.raft.store;

import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;

/**
 * Ratis' gRPC transport, in which no vote leaves before {@link VoteDirectoryForce} has forced the vote file's directory:
 * neither the answer to a candidate nor a candidate's own request, which carries its vote for itself.
 *
 * <p>Ratis makes it by the class name in {@code raft.rpc.type}, hence the public constructor; use {@link #install}.
 */
public final class ForcedVoteRpc implements RpcType {
    private static final String PARTS = ForcedVoteRpc.class.getName() + ".parts";

    /** Called by Ratis. */
    public ForcedVoteRpc() {}

    /** Makes the server that is built with these use this transport; a {@code Customizer} in them stays in force. */
    public static void install(RaftProperties properties, Parameters parameters, ElectionParts parts) {
        parameters.put(PARTS, parts, ElectionParts.class);
        RaftConfigKeys.Rpc.setType(properties, new ForcedVoteRpc());
    }

    /** The class name: how Ratis finds transports that are not its own. */
    @Override
    public String name() {
        return ForcedVoteRpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new ForcedVoteFactory(parameters, parameters.getNonNull(PARTS, ElectionParts.class));
    }
}
