package io.raftkms.signer.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerProbeTest {
    private final PeerProbe probe = new PeerProbe(Duration.ofSeconds(2));

    @Test
    void memberThatAnswersIsNamed() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OldMember alive = member("b", listener.getLocalPort());

            assertThatThrownBy(() -> probe.requireSilence(List.of(member("a", 0), alive)))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("old member b answers on 127.0.0.1:" + listener.getLocalPort())
                    .satisfies(failed -> assertThat(((CommandException) failed).failures())
                            .singleElement()
                            .satisfies(one -> assertThat(one.code()).isEqualTo(MessageCode.RECOVERY_MEMBER_ANSWERS)));
        }
    }

    @Test
    void silenceIsRecordedAddressByAddress() throws Exception {
        int port;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        OldMember gone = member("a", port);

        assertThat(probe.requireSilence(List.of(gone)).get(gone))
                .singleElement()
                .asString()
                .startsWith("127.0.0.1:" + port + ": ");
    }

    @Test
    void membersOfAllSourcesAndOfTheOperatorAreAsked() {
        OldMember.PeerAddress known = new OldMember.PeerAddress("10.0.0.1", 26671);
        OldMember.PeerAddress typed = new OldMember.PeerAddress("10.0.0.9", 26671);
        Source source = new Source(
                java.nio.file.Path.of("a"),
                Source.Kind.DATA_DIRECTORY,
                "cluster-1",
                "a#0123456789abcdef",
                "00",
                "",
                List.of(),
                List.of(),
                List.of(new io.raftkms.consensus.raft.store.GroupInspection.Known(
                        new io.raftkms.consensus.raft.MemberId("b", "0123456789abcdee"),
                        new io.raftkms.consensus.raft.peer.HostPort("10.0.0.1", 26670),
                        new io.raftkms.consensus.raft.peer.HostPort("10.0.0.1", 26671))),
                List.of());

        List<OldMember> members = OldMember.of(
                List.of(source), List.of(new OldMember("b", List.of(typed)), new OldMember("c", List.of(typed))));

        assertThat(members)
                .extracting(OldMember::name)
                .containsExactly("a#0123456789abcdef", "b#0123456789abcdee", "c");
        assertThat(members.get(1).addresses()).contains(known, typed);
    }

    private static OldMember member(String name, int port) {
        return new OldMember(name, List.of(new OldMember.PeerAddress("127.0.0.1", port)));
    }
}
