package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingAssertionsTest {
    private static final List<RaftPeer> EQUAL = List.of(peer("a", 0), peer("b", 0));

    private RaftProperties properties;

    @BeforeEach
    void productionSettings(@TempDir Path directory) {
        TestCluster cluster = new TestCluster(directory, RatisTuning.PRODUCTION, 1);
        MemberId self = cluster.ids().get(0);
        properties = RatisProperties.of(cluster.settings(self), cluster.configured(self), RatisTuning.PRODUCTION);
    }

    @Test
    void acceptsWhatMembersStartWith() {
        assertThatCode(() -> SettingAssertions.check(properties, EQUAL)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "raft.server.log.unsafe-flush.enabled, true",
        "raft.server.log.async-flush.enabled, true",
        "raft.server.log.use.memory, true",
        "raft.server.log.corruption.policy, WARN_AND_RETURN"
    })
    void refusesADangerousSetting(String key, String value) {
        properties.set(key, value);

        assertThatThrownBy(() -> SettingAssertions.check(properties, EQUAL))
                .hasMessageStartingWith("Raft would start unsafely: " + key)
                .isInstanceOfSatisfying(
                        MemberFaultException.class, e -> assertThat(e.fault()).isEqualTo(Fault.RATIS_SETTING_UNSAFE));
    }

    @Test
    void refusesDifferentPriorities() {
        assertThatThrownBy(() -> SettingAssertions.check(properties, List.of(peer("a", 0), peer("b", 1))))
                .isInstanceOf(MemberFaultException.class)
                .hasMessageContaining("priorities");
    }

    @Test
    void setsWhatLatencyRestsOn() {
        assertThat(RaftServerConfigKeys.Log.Appender.waitTimeMin(properties).getDuration())
                .isZero();
        assertThat(RaftServerConfigKeys.Log.logMetadataEnabled(properties)).isFalse();
        assertThat(RaftServerConfigKeys.Log.appendEntriesComposeEnabled(properties))
                .isFalse();
    }

    @Test
    void sendsSnapshotsInPiecesThatFitIntoAMessage() {
        assertThat(RaftServerConfigKeys.Log.Appender.snapshotChunkSizeMax(properties)
                        .getSize())
                .isLessThan(
                        GrpcConfigKeys.messageSizeMax(properties, line -> {}).getSize());
    }

    private static RaftPeer peer(String name, int priority) {
        return RaftPeer.newBuilder().setId(name).setPriority(priority).build();
    }
}
