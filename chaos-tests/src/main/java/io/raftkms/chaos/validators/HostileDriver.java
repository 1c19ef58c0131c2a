package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Position;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.PrivvalWriting;
import java.io.IOException;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A node of the same key that wants two signatures for one place: it asks for other blocks where an honest node asks
 * right now, for what is over, for what is far ahead, and sends what is no request at all.
 */
public final class HostileDriver extends Driver {
    /** Beyond what any enrolment lets a key jump. */
    private static final long FAR = 10_000_000;

    private static final int OLDEST = 200;
    private static final int GARBAGE = 300;

    private final Requests requests;
    private final String chainId;
    private final Heights heights;
    private final LongSupplier clockNanos;
    private final Random random;

    /** What it can do. */
    enum Attack {
        OTHER_BLOCK,
        NIL,
        OTHER_TIME,
        NEXT_STEP,
        OLDER,
        FAR_FUTURE,
        IMPOSSIBLE,
        OTHER_CHAIN,
        GARBAGE,
        CUT_OFF
    }

    public HostileDriver(
            ValidatorNode node,
            String chainId,
            int requestsPerSecond,
            Heights heights,
            LongSupplier clockNanos,
            Random random) {
        super(node, requestsPerSecond);
        requests = new Requests(chainId);
        this.chainId = chainId;
        this.heights = heights;
        this.clockNanos = clockNanos;
        this.random = random;
    }

    @Override
    void step() throws IOException, InterruptedException {
        Attack[] all = Attack.values();
        carryOut(all[random.nextInt(all.length)]);
    }

    void carryOut(Attack attack) throws IOException, InterruptedException {
        long height = Math.max(1, heights.highest());
        Position now = new Position(height, 0, 1 + random.nextInt(Position.PRECOMMIT));
        Block agreed = requests.block(height, 0, 0);
        switch (attack) {
            case OTHER_BLOCK -> request(now, requests.block(height, 0, 1 + random.nextInt(2)));
            case NIL -> request(new Position(height, 0, Position.PRECOMMIT), Block.NIL);
            case OTHER_TIME -> request(now, agreed);
            case NEXT_STEP -> request(new Position(height, 1, now.step()), requests.block(height, 1, 0));
            case OLDER -> {
                long old = Math.max(1, height - 1 - random.nextInt(OLDEST));
                request(new Position(old, 0, now.step()), requests.block(old, 0, random.nextInt(2)));
            }
            case FAR_FUTURE -> request(new Position(height + FAR, 0, now.step()), agreed);
            case IMPOSSIBLE -> request(impossible(now), agreed);
            case OTHER_CHAIN -> ask(new Requests(chainId + "x").at(now, agreed, clockNanos.getAsLong()));
            case GARBAGE -> send(garbage());
            case CUT_OFF -> send(cutOff(now, agreed));
        }
    }

    private void request(Position at, Block block) throws IOException, InterruptedException {
        ask(requests.at(at, block, clockNanos.getAsLong()));
    }

    private void send(byte[] bytes) throws IOException, InterruptedException {
        try {
            node().endsOn(bytes);
        } catch (IOException nobodyThere) {
            // Whoever is hostile does not mind.
        }
    }

    private Position impossible(Position at) {
        return switch (random.nextInt(3)) {
            case 0 -> new Position(0, 0, at.step());
            case 1 -> new Position(-at.height(), 0, at.step());
            default -> new Position(at.height(), -1, at.step());
        };
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(GARBAGE)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A request without its end, so that more is waited for. */
    private byte[] cutOff(Position at, Block block) {
        PrivvalMessage.Asked asked = requests.at(at, block, clockNanos.getAsLong());
        byte[] whole = PrivvalWriting.signRequest(asked);
        byte[] part = new byte[1 + random.nextInt(whole.length - 1)];
        System.arraycopy(whole, 0, part, 0, part.length);
        return part;
    }
}
