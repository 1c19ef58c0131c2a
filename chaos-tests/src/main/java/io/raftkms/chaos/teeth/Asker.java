package io.raftkms.chaos.teeth;

import io.raftkms.chaos.observer.Observer;
import io.raftkms.chaos.validators.Answer;
import io.raftkms.chaos.validators.Requests;
import io.raftkms.chaos.validators.ValidatorNode;
import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;

/** A validator node that asks for what a scene has it ask for, each time by its clock of then. For one thread. */
final class Asker implements AutoCloseable {
    private final ValidatorNode node;
    private final Requests requests;
    private final Observer observer;

    Asker(ValidatorNode node, Requests requests, Observer observer) {
        this.node = node;
        this.requests = requests;
        this.observer = observer;
    }

    /** As a node that starts; nothing can be asked before. */
    void connect() throws IOException, InterruptedException {
        node.awaitPublicKey();
    }

    /**
     * A block for some height.
     *
     * @param variant others are other blocks for the same place
     */
    Block block(long height, int variant) {
        return requests.block(height, 0, variant);
    }

    /** Asks once, with the node's retries, whatever comes of it. */
    Answer asks(Position at, Block block) throws IOException, InterruptedException {
        return node.ask(requests.at(at, block, observer.nowNanos()));
    }

    /** Asks for what every signer must sign, broken or not. */
    void gets(Position at, Block block) throws IOException, InterruptedException {
        Answer answer = asks(at, block);
        if (!(answer instanceof Answer.Signed)) {
            throw new IllegalStateException(at + " was not signed: " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
