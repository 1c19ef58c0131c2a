package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.CallerInterceptor;
import io.raftkms.consensus.raft.peer.PortLimits;
import io.raftkms.consensus.raft.peer.Roster;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.apache.ratis.thirdparty.io.netty.channel.DefaultEventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.EventLoopGroup;
import org.apache.ratis.thirdparty.io.netty.channel.local.LocalAddress;
import org.apache.ratis.thirdparty.io.netty.channel.local.LocalServerChannel;

/**
 * What Ratis opens to the outside. The Raft port takes Raft's own messages from members of the group and nothing else.
 * Ratis' client and admin services, with which any holder of a certificate could write to the log or change the group,
 * are not opened at all: what they offer is used in process. Ratis insists on a server for each, so it gets one without
 * services on an address that exists inside this virtual machine only.
 */
final class RaftPortServices implements GrpcServices.Customizer, AutoCloseable {
    private final MemberId self;
    private final BooleanSupplier stands;
    private final Roster roster;
    private final Predicate<X509Certificate> revoked;
    private final KnownGroups groups;
    private final EventLoopGroup unusedEndpoints =
            new DefaultEventLoopGroup(1, DaemonThreads.named("raft-closed-endpoint"));

    RaftPortServices(
            MemberId self,
            BooleanSupplier stands,
            Roster roster,
            Predicate<X509Certificate> revoked,
            KnownGroups groups) {
        this.self = self;
        this.stands = stands;
        this.roster = roster;
        this.revoked = revoked;
        this.groups = groups;
    }

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
        if (types.equals(EnumSet.of(GrpcServices.Type.SERVER))) {
            // The last one added sees a call first.
            return PortLimits.on(builder)
                    .intercept(new GroupInterceptor(groups))
                    .intercept(new OneAtATimeInterceptor())
                    .intercept(new CandidacyInterceptor(stands))
                    .intercept(new AddresseeInterceptor(self))
                    .intercept(new CallerInterceptor(roster, revoked));
        }
        if (types.contains(GrpcServices.Type.SERVER)) {
            throw new IllegalStateException("Ratis would answer clients on the Raft port: " + types);
        }
        return NettyServerBuilder.forAddress(new LocalAddress("raftkms-" + UUID.randomUUID()))
                .channelType(LocalServerChannel.class)
                .bossEventLoopGroup(unusedEndpoints)
                .workerEventLoopGroup(unusedEndpoints);
    }

    @Override
    public void close() {
        unusedEndpoints.shutdownGracefully();
    }
}
