package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import java.util.List;

/**
 * As {@link DifferentRules}, of builds that know a second version of entries with a narrower rule, after the upgrade to it.
 * Only member a can be broken: it decides those entries by the rule of the version before.
 */
final class UpgradedRules extends DifferentRules {
    @Override
    public String name() {
        return "far ahead, after an upgrade";
    }

    @Override
    public String what() {
        return "The same by builds that know a second version of entries, with a narrower rule, after the "
                + "upgrade to it. Only one member can be broken.";
    }

    @Override
    public List<Edit> common() {
        return RuleVariants.SECOND_VERSION;
    }

    @Override
    public boolean breaks(String member) {
        return member.equals("a");
    }

    @Override
    void beforeAll(TestCluster cluster) {
        cluster.onLeader("cluster", "finalize-upgrade");
    }

    @Override
    void start(Member member) throws Exception {
        member.start();
    }
}
