package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupChange;
import io.raftkms.consensus.raft.GroupChangeException;
import io.raftkms.consensus.raft.GroupConfiguration;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Changes of the group, on the leader: {@code POST /v1/group/add} of {@link AddMemberRequest} and {@code /remove} of
 * {@link RemoveMemberRequest}, both to {@link GroupReport}. Both may be repeated: what is done already changes nothing.
 */
public final class GroupCommands implements RouteGroup {
    /** Bringing a new member up to date takes a second, or as long as a snapshot needs on a slow line. */
    public static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final ClusterMember member;
    private final LedgerCommands leader;

    /**
     * @param leader says who leads when it is another member
     */
    public GroupCommands(ClusterMember member, LedgerCommands leader) {
        this.member = member;
        this.leader = leader;
    }

    @Override
    public void addTo(Router router) {
        AdminRoutes.post(router, "/v1/group/add", AddMemberRequest.class, this::add);
        AdminRoutes.post(router, "/v1/group/remove", RemoveMemberRequest.class, this::remove);
    }

    /** Fails with {@link CommandException}. */
    public CompletableFuture<GroupReport> add(AddMemberRequest request) {
        leader.requireLeader();
        int version = member.ledger().version();
        return change(
                new GroupChange.Add(settings(request), answer -> tooOld(request, answer, version)), member.group());
    }

    /** A member that cannot read the entries of this cluster would end at the first one, with a vote that it has by then. */
    private static Optional<String> tooOld(AddMemberRequest joiner, byte[] answer, int version) {
        int known;
        try {
            MemberFacts.Place place = AdminJson.read(answer, MemberFacts.class).place();
            known = place == null ? 0 : place.entryVersion();
        } catch (IllegalArgumentException unreadable) {
            known = 0;
        }
        return known >= version
                ? Optional.empty()
                : Optional.of("log entries are of version " + version + ", and the program of " + joiner.id()
                        + " knows version " + known + " at most");
    }

    /** Fails with {@link CommandException}. */
    public CompletableFuture<GroupReport> remove(RemoveMemberRequest request) {
        leader.requireLeader();
        GroupConfiguration group = member.group();
        MemberId leaving = group.named(String.valueOf(request.name()))
                .map(MemberSettings.Member::id)
                .orElseThrow(() -> new CommandException(
                        MessageCode.GROUP_CHANGE_FAILED, "no member of the group is called " + request.name()));
        GroupChange change = new GroupChange.Remove(leaving);
        if (request.successor() == null) {
            return change(change, group);
        }
        MemberId successor = group.named(request.successor())
                .filter(one -> !one.listener())
                .map(MemberSettings.Member::id)
                .orElseThrow(() -> new CommandException(
                        MessageCode.GROUP_CHANGE_FAILED, "no voter of the group is called " + request.successor()));
        return requireKeys(successor).thenCompose(fit -> change(change, group));
    }

    private CompletableFuture<Void> requireKeys(MemberId successor) {
        if (successor.equals(member.self())) {
            return CompletableFuture.completedFuture(null);
        }
        return member.callStatus(successor, new byte[0], ANSWER).handle((bytes, failure) -> {
            if (failure != null) {
                throw new CommandException(MessageCode.GROUP_NO_ANSWER, successor.name() + " does not answer");
            }
            MemberFacts facts = AdminJson.read(bytes, MemberFacts.class);
            if (!new HashSet<>(facts.keys()).containsAll(MemberFacts.Key.needed(member.ledger()))) {
                throw new CommandException(
                        MessageCode.SUCCESSOR_LACKS_KEYS,
                        successor.name() + " does not sign with every key that is enrolled");
            }
            return null;
        });
    }

    private CompletableFuture<GroupReport> change(GroupChange change, GroupConfiguration from) {
        long began = System.nanoTime();
        return member.changeGroup(change, from, LIMIT).handle((group, failure) -> {
            if (failure != null) {
                throw explained(failure);
            }
            return GroupReport.of(
                    group, Duration.ofNanos(System.nanoTime() - began).toMillis());
        });
    }

    private static MemberSettings.Member settings(AddMemberRequest request) {
        try {
            return new MemberSettings.Member(
                    MemberId.parse(String.valueOf(request.id())),
                    request.host(),
                    request.raftPort(),
                    request.peerPort(),
                    request.listener());
        } catch (IllegalArgumentException e) {
            throw new CommandException(MessageCode.USAGE, e.getMessage());
        }
    }

    private static RuntimeException explained(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof GroupChangeException why)) {
            return new CompletionException(cause);
        }
        MessageCode code = switch (why.reason()) {
            case NOT_LEADER -> MessageCode.NO_LEADER;
            case CONFLICT -> MessageCode.GROUP_CONFLICT;
            case NO_SUCH_CHANGE -> MessageCode.GROUP_CHANGE_FAILED;
            case QUORUM -> MessageCode.GROUP_QUORUM;
            case TOO_FEW -> MessageCode.GROUP_TOO_SMALL;
            case UNFIT -> MessageCode.JOINER_TOO_OLD;
            case LEADS -> MessageCode.GROUP_LEADER_STAYS;
            case NO_ANSWER -> MessageCode.GROUP_NO_ANSWER;
            case UNKNOWN -> MessageCode.OUTCOME_UNKNOWN;
        };
        return new CommandException(code, why.getMessage());
    }
}
