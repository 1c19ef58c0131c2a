package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.store.LogPosition;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.util.LifeCycle;
import org.junit.jupiter.api.Test;

/** What is remembered of an end of a log is never more than what no leader can cut off again. */
class ForcedWatchTest {
    private static final MemberId B = new MemberId("b", "0b0b0b0b0b0b0b0b");
    private static final MemberId C = new MemberId("c", "0c0c0c0c0c0c0c0c");

    private final Map<MemberId, Long> matched = new HashMap<>();
    private final Map<MemberId, LogPosition> acknowledged = new HashMap<>();
    private final Told told = new Told();
    private final ForcedWatch watch =
            new ForcedWatch(division(), new Acknowledgements(division(), () -> matched, told), () -> 5, told);
    private boolean leads = true;
    private long committed = 6;

    private ForcedWatchTest() {
        matched.put(B, 9L);
        matched.put(C, 4L);
    }

    /** The next leader may cut entry 7 off at b: its log ends before it then, and is healthy. */
    @Test
    void acknowledgementsCountAsFarAsTheyAreCommitted() {
        watch.run();

        assertThat(acknowledged).containsOnly(Map.entry(B, at(6)), Map.entry(C, at(4)));
    }

    @Test
    void whatIsCommittedLaterCountsThen() {
        watch.run();
        committed = 8;
        watch.run();

        assertThat(acknowledged).containsEntry(B, at(8)).containsEntry(C, at(4));
    }

    @Test
    void nothingIsAcknowledgedToAMemberThatDoesNotLead() {
        leads = false;

        watch.run();

        assertThat(acknowledged).isEmpty();
    }

    @Test
    void theOwnEndIsForcedAndCommitted() {
        watch.run();

        assertThat(told.own).isEqualTo(new Forced(5, Optional.of(at(6))));
        assertThat(told.forced).isTrue();
    }

    private static LogPosition at(long index) {
        return new LogPosition(5, index);
    }

    /** In term 5, with entries 1 to 10 of it, all forced. */
    private RaftServer.Division division() {
        DivisionInfo info = answering(DivisionInfo.class, name -> switch (name) {
            case "getLifeCycleState" -> LifeCycle.State.RUNNING;
            case "getCurrentTerm" -> 5L;
            case "isLeader" -> leads;
            default -> throw new UnsupportedOperationException(name);
        });
        RaftLog log = (RaftLog) Proxy.newProxyInstance(
                RaftLog.class.getClassLoader(),
                new Class<?>[] {RaftLog.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isOpened" -> true;
                    case "getFlushIndex" -> 10L;
                    case "getLastCommittedIndex" -> committed;
                    case "getTermIndex" -> TermIndex.valueOf(5, (Long) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return answering(RaftServer.Division.class, name -> switch (name) {
            case "getInfo" -> info;
            case "getRaftLog" -> log;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private static <T> T answering(Class<T> type, Function<String, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName())));
    }

    private final class Told implements Testimony {
        private Forced own = Forced.NOTHING;
        private boolean forced;

        @Override
        public void forced(Forced now) {
            own = now;
        }

        @Override
        public void acknowledged(MemberId by, LogPosition entry) {
            acknowledged.put(by, entry);
        }

        @Override
        public void forceLearnt() {
            forced = true;
        }
    }
}
