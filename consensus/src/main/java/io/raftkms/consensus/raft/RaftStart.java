package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PortBinding;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;

/** Builds and starts the Raft server of a member whose files were checked before. */
final class RaftStart {
    private RaftStart() {}

    /**
     * @param group for a member whose own log names none
     * @param failStop disarmed if the start fails: Ratis reports the closing of what had started as one more fault
     * @return the running server
     * @throws MemberFaultException if it does not run; then it is closed again
     */
    static RaftServer start(
            GroupLayout layout,
            RaftGroup group,
            RaftProperties properties,
            PortBinding port,
            Parameters parameters,
            LedgerStateMachine stateMachine,
            MemberThreads threads,
            ArmedFailStop failStop)
            throws MemberFaultException {
        SettingAssertions.check(properties, group.getPeers());
        neverExit();
        RaftServer server = null;
        try {
            server = RaftServer.newBuilder()
                    .setServerId(GroupLayout.peerId(layout.self().id()))
                    .setGroup(group)
                    .setOption(startupOption(layout))
                    .setProperties(properties)
                    .setParameters(parameters)
                    .setStateMachine(stateMachine)
                    .setThreadGroup(threads)
                    .build();
            server.start();
            SettingAssertions.check(
                    server.getProperties(),
                    server.getDivision(layout.groupId()).getRaftConf().getAllPeers());
            return server;
        } catch (IOException | RuntimeException e) {
            failStop.disarm();
            closeQuietly(server, e);
            throw failure(port, e);
        } catch (MemberFaultException e) {
            failStop.disarm();
            closeQuietly(server, e);
            throw e;
        }
    }

    /** A directory that is there is recovered or refused; only where none is one is made. */
    private static RaftStorage.StartupOption startupOption(GroupLayout layout) {
        return Files.exists(layout.directory()) ? RaftStorage.StartupOption.RECOVER : RaftStorage.StartupOption.FORMAT;
    }

    /**
     * Ratis ends the process itself when its port cannot be bound, and takes over the handler of uncaught exceptions to
     * do so. Ending the process is our business: it throws instead, and the handler stays what it was.
     */
    private static void neverExit() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    private static MemberFaultException failure(PortBinding port, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MemberFaultException fault) {
                return fault;
            }
        }
        if (failure instanceof ExitUtils.ExitException || PortBinding.isBindFailure(failure)) {
            return port.failed(failure);
        }
        return new MemberFaultException(
                Fault.RAFT_START_FAILED, "Raft did not start: " + failure.getMessage(), failure);
    }

    private static void closeQuietly(RaftServer server, Exception reason) {
        if (server != null) {
            try {
                server.close();
            } catch (IOException | RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
