package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PeerClients;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps roster, channels and hello to the group as the own log has it: members come and go while this one runs. */
final class GroupFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupFollower.class);

    private final Supplier<GroupConfiguration> group;
    private final GroupRoster roster;
    private final PeerClients clients;
    private final MemberHello hello;
    private GroupConfiguration last = new GroupConfiguration(-1, false, false, List.of());

    GroupFollower(Supplier<GroupConfiguration> group, GroupRoster roster, PeerClients clients, MemberHello hello) {
        this.group = group;
        this.roster = roster;
        this.clients = clients;
        this.hello = hello;
    }

    @Override
    public void run() {
        GroupConfiguration now = group.get();
        if (now.equals(last)) {
            return;
        }
        if (now.index() >= 0) {
            roster.observe(now);
            now.members().forEach(clients::reach);
            hello.follow(now.ids());
        }
        if (now.index() >= 0 && now.settled()) {
            clients.keepTo(now.members());
            if (last.index() >= 0 && !now.ids().equals(last.ids())) {
                LOG.info("the group is now {} with listeners {}", now.voters(), now.listeners());
            }
        }
        last = now;
    }
}
