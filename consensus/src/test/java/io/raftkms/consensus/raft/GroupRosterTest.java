package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroupRosterTest {
    private static final MemberId A = new MemberId("a", "0000000000000001");
    private static final MemberId B = new MemberId("b", "0000000000000002");
    private static final MemberId D = new MemberId("d", "0000000000000004");
    private static final MemberId STRANGER = new MemberId("x", "0000000000000009");

    private final AtomicReference<GroupConfiguration> group =
            new AtomicReference<>(new GroupConfiguration(-1, false, false, List.of()));
    private final GroupRoster roster = new GroupRoster(List.of(voter(A), voter(B), listener(D)), group::get);

    @Test
    void beforeThereIsAGroupTheConfiguredMembersCount() {
        assertThat(Stream.of(A, B, D, STRANGER).map(roster::mayCall)).containsExactly(true, true, true, false);
        assertThat(Stream.of(A, B, D, STRANGER).map(roster::maySign)).containsExactly(true, true, false, false);
        assertThat(roster.group()).isEmpty();
    }

    @Test
    void onlyVotersOfTheGroupMaySign() {
        group.set(new GroupConfiguration(7, true, false, List.of(voter(A), listener(STRANGER))));

        assertThat(Stream.of(A, B, D, STRANGER).map(roster::maySign)).containsExactly(true, false, false, false);
        assertThat(roster.mayCall(STRANGER)).isTrue();
        assertThat(roster.group()).hasValue(7);
    }

    @Test
    void configuredMemberThatTheLogDoesNotKnowYetMaySpeak() {
        group.set(new GroupConfiguration(7, true, false, List.of(voter(A))));
        roster.observe(group.get());

        assertThat(roster.mayCall(B)).isTrue();
        assertThat(roster.maySign(B)).isFalse();
    }

    @Test
    void memberThatLeftIsRefusedAlthoughItIsConfigured() {
        roster.observe(new GroupConfiguration(7, true, false, List.of(voter(A), voter(B))));
        group.set(new GroupConfiguration(9, true, false, List.of(voter(A))));
        roster.observe(group.get());

        assertThat(roster.mayCall(B)).isFalse();
    }

    @Test
    void changeThatIsNotCommittedRemovesNobody() {
        roster.observe(new GroupConfiguration(7, true, false, List.of(voter(A), voter(B))));
        roster.observe(new GroupConfiguration(9, false, true, List.of(voter(A))));
        group.set(new GroupConfiguration(9, false, true, List.of(voter(A))));

        assertThat(roster.mayCall(B)).isTrue();
        assertThat(roster.group()).isEmpty();
    }

    private static MemberSettings.Member voter(MemberId id) {
        return new MemberSettings.Member(id, "127.0.0.1", 1, 2);
    }

    private static MemberSettings.Member listener(MemberId id) {
        return new MemberSettings.Member(id, "127.0.0.1", 1, 2, true);
    }
}
