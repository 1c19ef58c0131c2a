package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.GroupConfiguration;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftTest {
    private static final MemberSettings.Member A = member("a", 1);
    private static final MemberSettings.Member B = member("b", 3);

    @Test
    void equalMembersDoNotDrift() {
        assertThat(Drift.between(List.of(A, B), group(5, B, A))).isEmpty();
    }

    @Test
    void namesWhoIsMissingOnEachSideAndWhatDiffers() {
        MemberSettings.Member moved = new MemberSettings.Member(B.id(), "elsewhere", 3, 4);
        MemberSettings.Member fresh = member("d", 7);
        MemberSettings.Member gone = member("c", 5);

        assertThat(Drift.between(List.of(A, B, gone), group(5, A, moved, fresh)))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("member b", "127.0.0.1:3,4", "elsewhere:3,4"),
                        text -> assertThat(text).contains("member c", "take its [[cluster.member]] out"),
                        text -> assertThat(text)
                                .contains(
                                        "member d",
                                        ") is in the group and not in raftkms.toml: add its [[cluster.member]]"));
    }

    @Test
    void beforeTheLogNamesAGroupNothingDrifts() {
        assertThat(Drift.between(List.of(A), group(-1, A, B))).isEmpty();
    }

    private static GroupConfiguration group(long index, MemberSettings.Member... members) {
        return new GroupConfiguration(index, true, false, List.of(members));
    }

    private static MemberSettings.Member member(String name, int port) {
        return new MemberSettings.Member(new MemberId(name, "000000000000000" + port), "127.0.0.1", port, port + 1);
    }
}
