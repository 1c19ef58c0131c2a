package io.raftkms.consensus.raft;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;

/** What has to be seen of Ratis to tell whether the group that it counts by is the newest one of its log. */
interface GroupLog {
    /** False once Raft ends; nothing else may be asked then. */
    boolean isOpen();

    /** Log index of the group that Ratis counts by; -1 for the configured members. */
    long inEffect();

    long currentTerm();

    /** Index of the last entry that is in the log itself; -1 for none. */
    long lastIndex();

    /** Term of the entry in the log itself; empty before its start and after its end. */
    OptionalLong term(long index);

    /** Whether the log has an entry there that is no group; false where it has none. */
    boolean isOther(long index);

    /** Term of the group that is in the log itself at this index; empty where it has none, or another entry. */
    OptionalLong groupTerm(long index);

    /**
     * Makes Ratis count by a group again that its log has and that it dropped, by delivering that entry once more, as
     * coming from the leader that has just sent another one. It says nothing of what is committed: whether the leader
     * has the entry is not known.
     *
     * @param sent the leader's message
     * @throws IOException if Ratis does not count by it now
     */
    void countAgainBy(long index, AppendEntriesRequestProto sent) throws IOException;

    /** A running division of Ratis. */
    static GroupLog of(RaftServer.Division division) {
        return new GroupLog() {
            @Override
            public boolean isOpen() {
                return division.getRaftLog().isOpened();
            }

            @Override
            public long inEffect() {
                return division.getRaftConf().getLogEntryIndex();
            }

            @Override
            public long currentTerm() {
                return division.getInfo().getCurrentTerm();
            }

            @Override
            public long lastIndex() {
                return Optional.ofNullable(division.getRaftLog().getLastEntryTermIndex())
                        .map(TermIndex::getIndex)
                        .orElse(-1L);
            }

            @Override
            public OptionalLong term(long index) {
                TermIndex entry = index < 0 ? null : division.getRaftLog().getTermIndex(index);
                return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.getTerm());
            }

            @Override
            public OptionalLong groupTerm(long index) {
                try {
                    LogEntryProto entry =
                            index < 0 ? null : division.getRaftLog().get(index);
                    return entry != null && entry.hasConfigurationEntry()
                            ? OptionalLong.of(entry.getTerm())
                            : OptionalLong.empty();
                } catch (IOException unreadable) {
                    return OptionalLong.empty();
                }
            }

            @Override
            public void countAgainBy(long index, AppendEntriesRequestProto sent) throws IOException {
                new GroupRedelivery(division).deliver(index, sent);
            }

            @Override
            public boolean isOther(long index) {
                try {
                    LogEntryProto entry = division.getRaftLog().get(index);
                    return entry != null && !entry.hasConfigurationEntry();
                } catch (IOException unreadable) {
                    return false;
                }
            }
        };
    }
}
