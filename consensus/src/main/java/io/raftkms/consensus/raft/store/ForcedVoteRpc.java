package io.raftkms.consensus.raft.store;

import java.util.function.BooleanSupplier;
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
    private static final String FORCE = ForcedVoteRpc.class.getName() + ".force";
    private static final String STANDS = ForcedVoteRpc.class.getName() + ".stands";
    private static final String GRANTED = ForcedVoteRpc.class.getName() + ".granted";

    /** Called by Ratis. */
    public ForcedVoteRpc() {}

    /**
     * Makes the server that is built with these use this transport; a {@code Customizer} in them stays in force.
     *
     * @param stands whether votes may be asked for at all
     * @param granted hears of the votes that this member gets
     */
    public static void install(
            RaftProperties properties,
            Parameters parameters,
            VoteDirectoryForce force,
            BooleanSupplier stands,
            GrantedVotes granted) {
        parameters.put(GRANTED, granted, GrantedVotes.class);
        parameters.put(STANDS, stands, BooleanSupplier.class);
        parameters.put(FORCE, force, VoteDirectoryForce.class);
        RaftConfigKeys.Rpc.setType(properties, new ForcedVoteRpc());
    }

    /** The class name: how Ratis finds transports that are not its own. */
    @Override
    public String name() {
        return ForcedVoteRpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new ForcedVoteFactory(
                parameters,
                parameters.getNonNull(FORCE, VoteDirectoryForce.class),
                parameters.getNonNull(STANDS, BooleanSupplier.class),
                parameters.getNonNull(GRANTED, GrantedVotes.class));
    }
}
