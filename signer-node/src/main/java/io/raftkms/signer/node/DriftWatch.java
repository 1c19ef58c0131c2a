package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.admin.Drift;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when raftkms.toml and the group differ: once at the start, and again when the difference changes. */
final class DriftWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);
    private static final long LOOK_SECONDS = 5;

    private final ClusterMember member;
    private final List<MemberSettings.Member> configured;
    private List<String> said = List.of();

    DriftWatch(ClusterMember member, Collection<MemberSettings.Member> configured, ScheduledExecutorService scheduler) {
        this.member = member;
        this.configured = List.copyOf(configured);
        scheduler.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    List<String> now() {
        return Drift.between(configured, member.group());
    }

    private void look() {
        List<String> drift = now();
        if (!drift.equals(said) && member.group().settled()) {
            drift.forEach(one -> LOG.warn("{}; the group counts", one));
            said = drift;
        }
    }
}
