package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a change that fails before it begins leaves behind; {@link MembershipTest} makes changes. */
class GroupChangesTest {
    private static final MemberId SELF = new MemberId("a", "0a0a0a0a0a0a0a0a");
    private static final GroupConfiguration NOBODY = new GroupConfiguration(0, true, false, List.of());
    private static final GroupChange CHANGE = new GroupChange.Remove(SELF);

    private final Deque<Supplier<Leadership>> leaderships = new ArrayDeque<>();
    private final GroupChanges changes =
            new GroupChanges(null, null, SELF, null, () -> leaderships.remove().get(), null, Duration.ofSeconds(1));

    @Test
    void aDefectOfTheChecksEndsThatChangeOnly() {
        leaderships.add(() -> {
            throw new IllegalStateException("the division is closed");
        });
        leaderships.add(() -> new Leadership(Leadership.Role.FOLLOWER, Optional.empty(), 1, false));

        assertThat(failure())
                .isInstanceOfSatisfying(
                        GroupChangeException.class,
                        first -> assertThat(first.reason()).isEqualTo(GroupChangeException.Reason.UNKNOWN))
                .hasMessageContaining("the division is closed");
        assertThat(failure())
                .isInstanceOfSatisfying(
                        GroupChangeException.class,
                        second -> assertThat(second.reason()).isEqualTo(GroupChangeException.Reason.NOT_LEADER));
    }

    private Throwable failure() {
        return catchThrowable(() ->
                        changes.start(CHANGE, NOBODY, Duration.ofSeconds(1)).join())
                .getCause();
    }
}
