package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto.SnapshotChunkProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row by row, in the order of the tables at {@link KnownGroups}. */
class KnownGroupsTest {
    private final KnownGroups groups = new KnownGroups();
    private final Log log = new Log();

    /** Raft runs in term 5; the log has entries 0 to 100, all of term 3, and the group of entry 90. */
    @BeforeEach
    void run() {
        log.append(0, 100, 3);
        log.group(90);
        groups.running(log);
    }

    @Test
    void nobodyStandsAndNothingIsInstalledBeforeRaftRuns() {
        KnownGroups early = new KnownGroups();

        assertThat(early.newestInEffect()).isFalse();
        assertThat(early.mayInstall(snapshot(9, 500, 500))).isFalse();
    }

    @Test
    void nobodyStandsAndNothingIsInstalledOnceRaftEnds() {
        log.open = false;
        groups.observe();

        assertThat(groups.newestInEffect()).isFalse();
        assertThat(groups.mayInstall(snapshot(9, 500, 500))).isFalse();
    }

    @Test
    void snapshotOfAnEarlierTermIsNotDelivered() {
        assertThat(groups.mayInstall(snapshot(4, 500, 500))).isFalse();
        assertThat(groups.mayInstall(snapshot(5, 500, 500))).isTrue();
        assertThat(groups.mayInstall(snapshot(6, 500, 500))).isTrue();
    }

    /** What Ratis answers ALREADY_INSTALLED or SNAPSHOT_EXPIRED to, it takes the group of. */
    @Test
    void snapshotWithAnEarlierGroupIsNotDelivered() {
        assertThat(groups.mayInstall(snapshot(5, 80, 89))).isFalse();
        assertThat(groups.mayInstall(snapshot(5, 80, 90))).isTrue();
        assertThat(groups.mayInstall(snapshot(5, 80, 91))).isTrue();
    }

    @Test
    void anEarlierGroupIsTakenWhereTheWholeLogIsReplacedByALeaderThatNeverHadTheLaterOne() {
        assertThat(groups.mayInstall(snapshot(5, 100, 50))).isTrue();
        assertThat(groups.mayInstall(snapshot(5, 99, 50))).as("entry 100 stays").isFalse();
        assertThat(groups.mayInstall(piece(5, 100, 50)))
                .as("a piece replaces nothing")
                .isFalse();
        log.term = 3;
        assertThat(groups.mayInstall(snapshot(3, 100, 50)))
                .as("of the same leader")
                .isFalse();
        log.purge(95);
        assertThat(groups.mayInstall(snapshot(5, 100, 50))).as("committed").isFalse();
    }

    @Test
    void groupInEffectIsTheNewest() {
        assertThat(groups.newestInEffect()).isTrue();
    }

    /** Ratis drops groups from the first entry on that is sent again, also when the log has them all. */
    @Test
    void groupOfTheLogThatRatisDroppedKeepsTheMemberFromStanding() {
        log.fallBackTo(50);
        assertThat(groups.newestInEffect()).isFalse();

        log.inEffect = 90;
        assertThat(groups.newestInEffect()).isTrue();
    }

    @Test
    void groupThatWasSentCountsOnlyWhileTheLogHasIt() {
        groups.sent(List.of(groupEntry(101, 5)));
        assertThat(groups.newestInEffect()).as("not taken").isTrue();

        log.append(101, 101, 5);
        assertThat(groups.newestInEffect()).as("in the log, and dropped").isFalse();
        log.append(101, 101, 6);
        assertThat(groups.newestInEffect()).as("cut off by the next leader").isTrue();
    }

    @Test
    void groupThatALeaderWroteItselfIsKnownToo() {
        log.append(101, 101, 5);
        log.group(101);
        groups.observe();

        log.fallBackTo(90);

        assertThat(groups.newestInEffect()).isFalse();
    }

    /** The look at what is in effect and the one at the log are two; a leader that is deposed has its log cut between. */
    @Test
    void entryThatCameInPlaceOfAGroupIsNoGroupThatWasDropped() {
        log.append(101, 103, 5);
        log.group(103);
        log.cutBeforeTheSecondLook = () -> {
            log.append(101, 104, 6);
            log.group(101);
        };

        groups.observe();

        assertThat(groups.dropped()).isEmpty();
        assertThat(groups.newestInEffect()).isTrue();
    }

    /** A snapshot of entry 1000 came with the group of entry 1200, and the next entry made Ratis drop that. */
    @Test
    void memberThatCatchesUpAfterASnapshotStandsWhenItHasTheInstalledGroupAgain() {
        log.replace(1000);
        groups.told(1200);
        log.inEffect = 1200;
        assertThat(groups.newestInEffect()).isTrue();
        log.append(1001, 1199, 5);
        log.inEffect = 50;
        assertThat(groups.newestInEffect()).isFalse();

        log.append(1200, 1200, 5);
        log.group(1200);
        assertThat(groups.newestInEffect()).isTrue();
    }

    @Test
    void installedGroupThatWasNeverCommittedNoLongerCountsWhereTheLogHasAnotherEntry() {
        log.replace(1000);
        groups.told(1200);
        log.append(1001, 1300, 6);
        log.group(1151);

        assertThat(groups.newestInEffect()).isTrue();
    }

    @Test
    void groupOfTheFileCountsWhereTheLogHasNoneYet() {
        KnownGroups started = new KnownGroups();
        Log behind = new Log();
        behind.append(1001, 1004, 5);
        behind.inEffect = 1200;
        started.running(behind);
        assertThat(started.newestInEffect()).isTrue();

        behind.inEffect = -1;

        assertThat(started.newestInEffect()).isFalse();
    }

    @Test
    void memberWithoutTheNewestGroupAsksForNoVote() {
        Candidacy candidacy = new Candidacy(groups::newestInEffect);
        assertThat(candidacy.stands()).isTrue();

        log.fallBackTo(50);

        assertThat(candidacy.stands()).isFalse();
    }

    @Test
    void interceptorEndsTheCallAndDeliversNothingMoreOfIt() {
        List<Object> delivered = new ArrayList<>();
        AtomicReference<Status> closed = new AtomicReference<>();
        ServerCall.Listener<InstallSnapshotRequestProto> stream = new GroupInterceptor(groups)
                .interceptCall(
                        new Call<>(RaftServerProtocolServiceGrpc.getInstallSnapshotMethod(), closed),
                        new Metadata(),
                        (call, headers) -> listener(delivered));
        InstallSnapshotRequestProto good = snapshot(5, 500, 500);

        stream.onMessage(good);
        stream.onMessage(snapshot(4, 500, 500));
        stream.onMessage(good);
        stream.onHalfClose();

        assertThat(delivered).containsExactly(good);
        assertThat(closed.get().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void interceptorTakesNoteOfGroupsThatAreSent() {
        List<Object> delivered = new ArrayList<>();
        AtomicReference<Status> closed = new AtomicReference<>();
        ServerCall.Listener<AppendEntriesRequestProto> stream = new GroupInterceptor(groups)
                .interceptCall(
                        new Call<>(RaftServerProtocolServiceGrpc.getAppendEntriesMethod(), closed),
                        new Metadata(),
                        (call, headers) -> listener(delivered));

        stream.onMessage(AppendEntriesRequestProto.newBuilder()
                .addEntries(groupEntry(101, 5))
                .build());
        log.append(101, 101, 5);

        assertThat(groups.newestInEffect()).isFalse();
        assertThat(delivered).hasSize(1);
        assertThat(closed.get()).isNull();
    }

    @Test
    void groupsThatRatisDroppedAreInEffectAgainInTheSameTurn() {
        log.append(101, 130, 5);
        groups.sent(List.of(groupEntry(110, 5), groupEntry(120, 5), groupEntry(125, 4)));
        log.fallBackTo(90);
        assertThat(groups.dropped()).containsExactly(110L, 120L);

        groups.countAgain(sent(5, 105));

        assertThat(log.deliveredAgain).containsExactly(110L, 120L);
        assertThat(groups.newestInEffect()).isTrue();
    }

    @Test
    void heartbeatsAndMessagesOfAnEarlierLeaderBringNothingBack() {
        log.append(101, 130, 5);
        groups.sent(List.of(groupEntry(110, 5)));
        log.fallBackTo(90);

        groups.countAgain(
                AppendEntriesRequestProto.newBuilder().setLeaderTerm(5).build());
        groups.countAgain(sent(4, 105));

        assertThat(log.deliveredAgain).isEmpty();
        assertThat(groups.newestInEffect()).isFalse();
    }

    private static AppendEntriesRequestProto sent(long term, long index) {
        return AppendEntriesRequestProto.newBuilder()
                .setLeaderTerm(term)
                .addEntries(LogEntryProto.newBuilder().setIndex(index).setTerm(term))
                .build();
    }

    private static InstallSnapshotRequestProto snapshot(long term, long index, long group) {
        return request(term, index, group, true);
    }

    private static InstallSnapshotRequestProto piece(long term, long index, long group) {
        return request(term, index, group, false);
    }

    private static InstallSnapshotRequestProto request(long term, long index, long group, boolean done) {
        return InstallSnapshotRequestProto.newBuilder()
                .setLeaderTerm(term)
                .setSnapshotChunk(SnapshotChunkProto.newBuilder()
                        .setTermIndex(TermIndexProto.newBuilder().setTerm(term).setIndex(index))
                        .setDone(done))
                .setLastRaftConfigurationLogEntryProto(groupEntry(group, 0))
                .build();
    }

    private static LogEntryProto groupEntry(long index, long term) {
        return LogEntryProto.newBuilder()
                .setIndex(index)
                .setTerm(term)
                .setConfigurationEntry(RaftConfigurationProto.getDefaultInstance())
                .build();
    }

    private static <Q> ServerCall.Listener<Q> listener(List<Object> delivered) {
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(Q message) {
                delivered.add(message);
            }

            @Override
            public void onHalfClose() {
                delivered.add("end");
            }
        };
    }

    /** A log that the test moves by hand. */
    private static final class Log implements GroupLog {
        private final TreeMap<Long, Long> terms = new TreeMap<>();
        private final TreeMap<Long, Boolean> groupEntries = new TreeMap<>();
        private final List<Long> deliveredAgain = new ArrayList<>();
        private long inEffect = -1;
        private long term = 5;
        private boolean open = true;
        private Runnable cutBeforeTheSecondLook = () -> {};

        void append(long from, long to, long ofTerm) {
            terms.tailMap(from).clear();
            groupEntries.tailMap(from).clear();
            for (long index = from; index <= to; index++) {
                terms.put(index, ofTerm);
            }
        }

        void group(long index) {
            groupEntries.put(index, true);
            inEffect = index;
        }

        void fallBackTo(long index) {
            inEffect = index;
        }

        void purge(long before) {
            terms.headMap(before).clear();
        }

        void replace(long snapshot) {
            terms.clear();
            groupEntries.clear();
            inEffect = Math.min(inEffect, snapshot);
        }

        @Override
        public void countAgainBy(long index, AppendEntriesRequestProto sent) {
            deliveredAgain.add(index);
            group(index);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public long inEffect() {
            long now = inEffect;
            Runnable cut = cutBeforeTheSecondLook;
            cutBeforeTheSecondLook = () -> {};
            cut.run();
            return now;
        }

        @Override
        public long currentTerm() {
            return term;
        }

        @Override
        public long lastIndex() {
            Map.Entry<Long, Long> last = terms.lastEntry();
            return last == null ? -1 : last.getKey();
        }

        @Override
        public OptionalLong term(long index) {
            Long there = terms.get(index);
            return there == null ? OptionalLong.empty() : OptionalLong.of(there);
        }

        @Override
        public OptionalLong groupTerm(long index) {
            return groupEntries.containsKey(index) ? term(index) : OptionalLong.empty();
        }

        @Override
        public boolean isOther(long index) {
            return terms.containsKey(index) && !groupEntries.containsKey(index);
        }
    }

    /** A call whose end is kept. */
    private static final class Call<Q, R> extends ServerCall<Q, R> {
        private final MethodDescriptor<Q, R> method;
        private final AtomicReference<Status> closed;

        Call(MethodDescriptor<Q, R> method, AtomicReference<Status> closed) {
            this.method = method;
            this.closed = closed;
        }

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(R message) {}

        @Override
        public void close(Status status, Metadata trailers) {
            closed.set(status);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Q, R> getMethodDescriptor() {
            return method;
        }
    }
}
