package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * A node that follows the chain: proposal, prevote and precommit of one height after the other, and its question for the
 * key when a height is over.
 */
public final class HonestDriver extends Driver {
    /** A slower second node of a key asks for votes that are over; signers remember the last 32. */
    private static final long LAG = 8;

    private final Requests requests;
    private final Heights heights;
    private final LongSupplier clockNanos;
    private final boolean proposes;
    private long height;
    private int step = Position.PRECOMMIT;

    /**
     * @param proposes whether it proposes each block: two nodes of one key never agree on the time in a proposal
     * @param clockNanos the node's clock, since the Unix epoch
     */
    public HonestDriver(
            ValidatorNode node,
            String chainId,
            int requestsPerSecond,
            Heights heights,
            boolean proposes,
            LongSupplier clockNanos) {
        super(node, requestsPerSecond);
        requests = new Requests(chainId);
        this.heights = heights;
        this.clockNanos = clockNanos;
        this.proposes = proposes;
        height = heights.highest();
    }

    @Override
    void step() throws IOException, InterruptedException {
        if (step == Position.PRECOMMIT) {
            height = heights.after(height, LAG);
            heights.reached(height);
            step = proposes ? Position.PROPOSAL : Position.PREVOTE;
        } else {
            step++;
        }
        Block block = requests.block(height, 0, 0);
        ask(requests.at(new Position(height, 0, step), block, clockNanos.getAsLong()));
        if (step == Position.PRECOMMIT) {
            node().refreshPublicKey();
        }
    }
}
