package io.raftkms.consensus.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this member stands for election. One that does not still votes and replicates. */
final class Candidacy {
    private static final Logger LOG = LoggerFactory.getLogger(Candidacy.class);

    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong nextCallId = new AtomicLong(1);

    Candidacy(RaftServer server, RaftGroupId group) {
        this.server = server;
        this.group = group;
    }

    /** Takes effect at the next election; a leader stays leader. */
    void stand(boolean stands) {
        long callId = nextCallId.getAndIncrement();
        LeaderElectionManagementRequest request = stands
                ? LeaderElectionManagementRequest.newResume(client, server.getId(), group, callId)
                : LeaderElectionManagementRequest.newPause(client, server.getId(), group, callId);
        CompletableFuture<RaftClientReply> reply = server.leaderElectionManagementAsync(request);
        reply.whenComplete((done, failure) -> {
            if (failure != null || !done.isSuccess()) {
                LOG.error("this member could not be told whether to stand for election ({})", stands, failure);
            }
        });
    }
}
