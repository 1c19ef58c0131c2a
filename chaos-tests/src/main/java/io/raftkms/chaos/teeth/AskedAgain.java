package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Position;
import java.util.List;

/**
 * One node wants more than one message for a place: another time, another block, the same place again after the mark was
 * set back; and an honest precommit for nil, which has no extension.
 */
final class AskedAgain implements Scene {
    @Override
    public String name() {
        return "asked again";
    }

    @Override
    public String what() {
        return "A member alone is asked for more than one message for a place: another time, another block, and "
                + "the place of a reservation again after the mark was lowered below it; and for an honest "
                + "precommit for nil.";
    }

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        TestCluster cluster = setting.running(1, 1);
        Asker node = setting.node(0);
        Block block = node.block(1, 0);
        Position proposal = new Position(1, 0, Position.PROPOSAL);
        Position precommit = new Position(1, 0, Position.PRECOMMIT);
        Position higher = new Position(2, 0, Position.PRECOMMIT);

        node.gets(proposal, block);
        node.asks(proposal, block);
        node.gets(precommit, block);
        node.asks(precommit, block);
        node.asks(precommit, node.block(1, 1));
        node.gets(new Position(1, 1, Position.PRECOMMIT), Block.NIL);

        node.gets(higher, node.block(2, 0));
        cluster.onLeader("pause", "--chain-id", Setting.CHAIN_ID);
        cluster.awaitLeader().lower(Setting.CHAIN_ID, 1);
        cluster.onLeader("resume", "--chain-id", Setting.CHAIN_ID);
        node.asks(higher, node.block(2, 1));
        return List.of();
    }
}
