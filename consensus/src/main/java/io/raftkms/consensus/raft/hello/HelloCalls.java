package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import java.util.concurrent.CompletableFuture;

/** Calls another member's hello; the future fails when there is no answer in time. */
@FunctionalInterface
public interface HelloCalls {
    CompletableFuture<byte[]> hello(MemberId to, byte[] request);
}
