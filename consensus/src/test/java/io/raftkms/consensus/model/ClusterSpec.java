package io.raftkms.consensus.model;

import java.util.Optional;
import java.util.Set;

/** Three members of one cluster, one key, two validator nodes. */
final class ClusterSpec implements Spec<ClusterState> {
    private final Setup setup;
    private final Witnessed witnessed;
    private final RaftSteps raft;
    private final SigningSteps signing;
    private final DiskSteps disks;
    private final HelloSteps hello;
    private final Encoding encoding;

    ClusterSpec(Bounds bounds, Set<Safeguard> removed, Set<Integer> promises) {
        setup = new Setup(bounds, removed, promises);
        encoding = new Encoding(bounds.has(Bounds.Option.OWN_FILES) || bounds.has(Bounds.Option.HELLO));
        OwnFiles files = new OwnFiles(setup);
        Applying applying = new Applying(setup, files);
        witnessed = new Witnessed(setup);
        raft = new RaftSteps(setup, applying, witnessed);
        signing = new SigningSteps(setup, applying);
        hello = new HelloSteps(setup, files, witnessed);
        disks = new DiskSteps(setup, files, hello);
    }

    /** Formed, and nobody has voted. What the ledger's history reserved was released. */
    @Override
    public ClusterState initial() {
        MemberState[] members = new MemberState[ClusterState.MEMBERS];
        for (int i = 0; i < members.length; i++) {
            members[i] = new MemberState();
            members[i].log = setup.firstLog;
            members[i].disk = setup.firstLog;
            members[i].formed = setup.bounds.has(Bounds.Option.HELLO) ? 1 : 0;
        }
        if (setup.bounds.has(Bounds.Option.HELLO)) {
            members[0].victim = 1;
            members[0].starts = 1;
            members[1].known[0] = witnessed.first();
            members[2].known[0] = witnessed.first();
        }
        ClusterState state = new ClusterState(members);
        state.released = setup.ledgers.held(0);
        for (Wish wish : setup.bounds.wishes()) {
            // Nothing higher can ever be released: whatever is asked there is asked in time.
            boolean highest =
                    setup.bounds.wishes().stream().allMatch(other -> other.at().compareTo(wish.at()) <= 0);
            state.askedInTime |= highest ? wish.bit() : 0;
        }
        return state;
    }

    @Override
    public void steps(ClusterState from, Steps<ClusterState> to) {
        raft.of(from, to);
        signing.of(from, to);
        disks.of(from, to);
        hello.of(from, to);
    }

    @Override
    public Optional<String> broken(ClusterState state) {
        return Promises.broken(setup, state);
    }

    @Override
    public void encode(ClusterState state, Bytes to) {
        encoding.encode(state, to);
    }

    @Override
    public ClusterState decode(byte[] encoded) {
        return encoding.decode(encoded);
    }
}
