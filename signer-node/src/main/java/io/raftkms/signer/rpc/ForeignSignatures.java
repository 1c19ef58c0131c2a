package io.raftkms.signer.rpc;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Looks for signatures of a key in new blocks while it signs nowhere that we know of. What it sees proves that another
 * signer runs; that it sees nothing proves little, and replaces no fencing.
 */
public final class ForeignSignatures {
    /**
     * The block that is being voted on when the watch begins may carry a vote that the old signer gave before it was
     * stopped, and so may the next one, if the node is a little behind the others.
     */
    static final int SETTLING = 2;

    private final NodeRpc rpc;
    private final String chainId;
    private final Duration between;
    private final LongSupplier nanoTime;

    /**
     * @param between pause between two looks
     * @param nanoTime as {@link System#nanoTime}
     */
    public ForeignSignatures(NodeRpc rpc, String chainId, Duration between, LongSupplier nanoTime) {
        this.rpc = rpc;
        this.chainId = chainId;
        this.between = between;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns after so many new blocks without the validator.
     *
     * @param address upper-case hex
     * @param limit after which it ends without a result
     * @param progress gets every height that was looked at
     * @throws CommandException {@code FOREIGN_SIGNATURE} at the first block with it, {@code WATCH_NOT_DONE} if the node
     *     does not answer, has another chain, is catching up, or the limit is over
     */
    public void watch(String address, int blocks, Duration limit, LongConsumer progress) {
        long began = nanoTime.getAsLong();
        try {
            long next = first().height() + SETTLING + 1;
            long end = next + blocks;
            while (next < end) {
                if (nanoTime.getAsLong() - began > limit.toNanos()) {
                    throw notDone("after " + limit.toSeconds() + " s " + (end - next) + " blocks were still missing");
                }
                // The commit of the newest block may still grow; that of the one below it is in a block.
                if (rpc.status().height() <= next) {
                    TimeUnit.NANOSECONDS.sleep(between.toNanos());
                    continue;
                }
                requireAbsent(address, next);
                progress.accept(next);
                next++;
            }
        } catch (IOException e) {
            throw notDone("the node's RPC failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notDone("it was interrupted");
        }
    }

    private NodeRpc.Status first() throws IOException, InterruptedException {
        NodeRpc.Status status = rpc.status();
        if (!status.network().equals(chainId)) {
            throw notDone("the node is on chain " + status.network() + ", not " + chainId);
        }
        if (status.catchingUp()) {
            throw notDone("the node is catching up: its blocks are old");
        }
        return status;
    }

    private void requireAbsent(String address, long height) throws IOException, InterruptedException {
        if (rpc.signers(height).contains(address)) {
            throw new CommandException(
                    MessageCode.FOREIGN_SIGNATURE,
                    "the commit of block " + height + " on chain " + chainId + " has a signature of " + address);
        }
    }

    private static CommandException notDone(String why) {
        return new CommandException(MessageCode.WATCH_NOT_DONE, why);
    }
}
