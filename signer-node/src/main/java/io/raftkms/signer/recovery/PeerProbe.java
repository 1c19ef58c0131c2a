package io.raftkms.signer.recovery;

import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.Failure;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks old members whether they still answer, by a TCP connection to each port that they offered to the other members.
 * Whoever accepts it counts as the member: who it really is would need certificates that may be lost with it. That nobody
 * answers proves nothing, for a member behind a cut answers nobody here and signs there.
 */
public final class PeerProbe {
    private final Duration limit;

    /**
     * @param limit of one connection
     */
    public PeerProbe(Duration limit) {
        this.limit = limit;
    }

    /**
     * What each address gave, for the record.
     *
     * @throws CommandException {@code RECOVERY_MEMBER_ANSWERS}, naming each one that answers
     */
    public Map<OldMember, List<String>> requireSilence(List<OldMember> members) {
        Map<OldMember, List<String>> results = new LinkedHashMap<>();
        List<Failure> answering = new ArrayList<>();
        for (OldMember member : members) {
            List<String> each = new ArrayList<>();
            for (OldMember.PeerAddress address : member.addresses()) {
                try {
                    connect(address);
                    answering.add(Failure.of(
                            MessageCode.RECOVERY_MEMBER_ANSWERS,
                            "old member " + member.name() + " answers on " + address));
                } catch (IOException e) {
                    each.add(address + ": " + e.getMessage());
                }
            }
            results.put(member, List.copyOf(each));
        }
        if (!answering.isEmpty()) {
            throw new CommandException(answering);
        }
        return results;
    }

    private void connect(OldMember.PeerAddress address) throws IOException {
        if (address.port() < 1 || address.port() > 65_535) {
            throw new IOException("no such port");
        }
        InetSocketAddress where = new InetSocketAddress(address.host(), address.port());
        if (where.isUnresolved()) {
            throw new IOException("no such host");
        }
        try (Socket socket = new Socket()) {
            socket.connect(where, (int) limit.toMillis());
        }
    }
}
