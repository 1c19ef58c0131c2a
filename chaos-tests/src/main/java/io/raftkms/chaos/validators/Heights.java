package io.raftkms.chaos.validators;

import java.util.concurrent.atomic.AtomicLong;

/** How far a chain is: what all nodes of one validator, and those who attack it, look at. */
public final class Heights {
    private final AtomicLong highest;

    /**
     * @param before the height before the first one that is asked for
     */
    public Heights(long before) {
        highest = new AtomicLong(before);
    }

    /** The highest height that an honest node has asked for. */
    public long highest() {
        return highest.get();
    }

    /** A node is at this height. */
    public void reached(long height) {
        highest.accumulateAndGet(height, Math::max);
    }

    /**
     * The height after a node's last one; of a node that fell behind by more, the height that the chain is at.
     *
     * @param lag heights that a node may be behind and still ask for each
     */
    public long after(long last, long lag) {
        long chain = highest();
        return chain - last > lag ? chain : last + 1;
    }
}
