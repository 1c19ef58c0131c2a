package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Both followers are killed, and the leader is asked in the same instant; then it is killed, they come back, and are asked
 * for another block. Each node talks to one side only.
 */
final class LeaderAlone implements Scene {
    @Override
    public String name() {
        return "leader alone";
    }

    @Override
    public String what() {
        return "Both followers of a leader are killed, and it is asked in the same instant; then it is killed, "
                + "they come back, and are asked for another block.";
    }

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        TestCluster cluster = setting.make(3, 2);
        Member a = cluster.member("a");
        Member b = cluster.member("b");
        Member c = cluster.member("c");
        setting.dialsOnly(a, 0);
        setting.dialsOnly(b, 1);
        setting.dialsOnly(c, 1);
        cluster.start();
        setting.enrol();
        cluster.transferTo(a);
        Asker ofTheLeader = setting.node(0);
        Asker ofTheOthers = setting.node(1);
        setting.sign(ofTheLeader, 1, 3);

        Position contested = new Position(4, 0, Position.PREVOTE);
        b.process().kill9();
        c.process().kill9();
        ofTheLeader.asks(contested, ofTheLeader.block(4, 0));
        a.process().kill9();

        b.start();
        c.start();
        List<Finding> findings = new ArrayList<>(setting.covered());
        ofTheOthers.gets(contested, ofTheOthers.block(4, 1));
        return findings;
    }
}
