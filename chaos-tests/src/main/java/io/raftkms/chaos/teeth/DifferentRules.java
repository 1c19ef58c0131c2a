package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Member a, which leads, is asked for a height that is far ahead; then a is gone, and the others are led there step by step
 * and asked for another block. Whatever the rule is: as long as it is one, nothing comes of that.
 */
class DifferentRules implements Scene {
    static final int NARROW = 10;
    private static final long FAR = 100;

    @Override
    public String name() {
        return "far ahead, surroundings differ";
    }

    @Override
    public String what() {
        return "Members are started with different environments. The one that leads is asked for a height that "
                + "is far ahead; then it is gone, and the others are led there step by step and asked for another "
                + "block.";
    }

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        TestCluster cluster = setting.make(3, 1);
        for (Member member : cluster.members()) {
            start(member);
        }
        setting.enrol();
        beforeAll(cluster);
        Member a = cluster.member("a");
        cluster.transferTo(a);
        Asker node = setting.node(0);
        node.gets(new Position(1, 0, Position.PREVOTE), node.block(1, 0));
        Position far = new Position(FAR, 0, Position.PREVOTE);
        node.asks(far, node.block(FAR, 0));

        cluster.kill();
        start(cluster.member("b"));
        start(cluster.member("c"));
        List<Finding> findings = new ArrayList<>(setting.covered());
        for (long height = 1 + NARROW; height < FAR; height += NARROW) {
            node.asks(new Position(height, 0, Position.PREVOTE), node.block(height, 0));
        }
        node.asks(far, node.block(FAR, 1));
        return findings;
    }

    /** Once the key is enrolled. */
    void beforeAll(TestCluster cluster) {}

    /** Member a as it is, the others with a setting of their own that no sound signer looks at. */
    void start(Member member) throws Exception {
        boolean differs = !member.name().equals("a");
        member.start(differs ? List.of("env", RuleVariants.LOCAL_SETTING + "=" + NARROW) : List.of());
    }
}
