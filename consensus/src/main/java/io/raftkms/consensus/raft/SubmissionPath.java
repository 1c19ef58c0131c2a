package io.raftkms.consensus.raft;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests enter Raft. The group itself takes them on the calling thread, which saves a change of threads; that it
 * does is a fact of Ratis 3.3 and not promised, so without it the server's documented entrance is used.
 */
final class SubmissionPath {
    private static final Logger LOG = LoggerFactory.getLogger(SubmissionPath.class);

    private final RaftClientAsynchronousProtocol entrance;

    SubmissionPath(RaftServer server, RaftServer.Division division) {
        if (division instanceof RaftClientAsynchronousProtocol direct) {
            entrance = direct;
        } else {
            LOG.warn("This Ratis takes requests through its server only: each commit costs one more change of threads");
            entrance = server;
        }
    }

    CompletableFuture<RaftClientReply> submit(RaftClientRequest request) throws IOException {
        return entrance.submitClientRequestAsync(request);
    }
}
