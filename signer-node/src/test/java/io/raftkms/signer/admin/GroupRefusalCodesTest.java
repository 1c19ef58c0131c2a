package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.GroupChange;
import io.raftkms.consensus.raft.GroupChangeException.Reason;
import io.raftkms.consensus.raft.RefusedChange;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupRefusalCodesTest {
    private static final AddMemberRequest JOINER =
            new AddMemberRequest("d#0d0d0d0d0d0d0d0d", "10.0.0.4", 26670, 26671, false);

    private final FakeMember member = new FakeMember();
    private final GroupCommands commands = new GroupCommands(
            member,
            new LedgerCommands(
                    member,
                    new ClusterView(
                            member,
                            "cluster",
                            () -> new MemberFacts("1", List.of(), List.of()),
                            List::of,
                            Duration.ofMillis(1500)),
                    List::of));

    @BeforeEach
    void lead() {
        member.lead(1);
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_FEW, GROUP_TOO_SMALL, RK-2707",
        "UNFIT, JOINER_TOO_OLD, RK-2708",
        "QUORUM, GROUP_QUORUM, RK-2702",
        "NO_SUCH_CHANGE, GROUP_CHANGE_FAILED, RK-2701",
        "LEADS, GROUP_LEADER_STAYS, RK-2703",
        "CONFLICT, GROUP_CONFLICT, RK-3401",
        "NO_ANSWER, GROUP_NO_ANSWER, RK-3402",
    })
    void refusalsHaveTheirCodes(Reason reason, MessageCode code, String text) {
        CompletableFuture<GroupReport> done = commands.add(JOINER);
        member.changes.get(0).changed().completeExceptionally(RefusedChange.because(reason, "the reason"));

        assertThatThrownBy(done::join)
                .cause()
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.failures().get(0).code()).isEqualTo(code))
                .hasMessageContaining("the reason");
        assertThat(code.code()).isEqualTo(text);
    }

    @Test
    void memberWhoseProgramIsTooOldIsObjectedTo() {
        commands.add(JOINER);
        GroupChange.Add asked = (GroupChange.Add) member.changes.get(0).change();

        assertThat(asked.objection().apply(knows(0))).get().asString().contains("version 1", "d#", "knows version 0");
        assertThat(asked.objection().apply(new byte[] {'?'})).isPresent();
        assertThat(asked.objection().apply(knows(1))).isEmpty();
        assertThat(asked.objection().apply(knows(2))).isEmpty();
    }

    private static byte[] knows(int version) {
        return AdminJson.bytes(new MemberFacts(
                "1", List.of(), List.of(), null, new MemberFacts.Place(false, 1, version, List.of()), null));
    }
}
