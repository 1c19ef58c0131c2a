package io.raftkms.consensus.raft.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a member knows of the others, and how far its own formation is, as {@code peers.json} says. Made by the first
 * start; a member without it could not testify against an older copy of another one.
 *
 * @param member whose file it is
 * @param firstStartId drawn by the first start on this data directory and never changed: tells a disk from a new one
 * @param formed true once Raft may run here
 * @param counted before and after that: the first start ids of all members with which the cluster was counted; empty
 *     before the first count, and for ever in a member that joined a formed cluster
 * @param peers what was witnessed of the others
 */
public record PeersFile(
        MemberId member,
        String firstStartId,
        boolean formed,
        Map<MemberId, String> counted,
        Map<MemberId, PeerRecord> peers) {
    private static final int FORMAT = 1;

    public PeersFile {
        if (!PeerRecord.isStartId(firstStartId) || !counted.values().stream().allMatch(PeerRecord::isStartId)) {
            throw new IllegalArgumentException("start ids are 32 hex digits");
        }
        counted = sorted(counted);
        peers = sorted(peers);
    }

    /** Of a data directory on which nothing has run yet. */
    public static PeersFile first(MemberId member, String startId) {
        return new PeersFile(member, startId, false, Map.of(), Map.of());
    }

    /** The same, with a count that all members still have to confirm. */
    public PeersFile counting(Map<MemberId, String> count) {
        return new PeersFile(member, firstStartId, false, count, peers);
    }

    /** The same, formed with this count. */
    public PeersFile formedWith(Map<MemberId, String> count) {
        return new PeersFile(member, firstStartId, true, count, peers);
    }

    /** The same, with this known of another member. */
    public PeersFile with(MemberId peer, PeerRecord known) {
        Map<MemberId, PeerRecord> more = new TreeMap<>(byText());
        more.putAll(peers);
        more.put(peer, known);
        return new PeersFile(member, firstStartId, formed, counted, more);
    }

    /** What is known of another member; empty before its first accepted start. */
    public Optional<PeerRecord> known(MemberId peer) {
        return Optional.ofNullable(peers.get(peer));
    }

    /** Whether the group has had another member, as far as this one has seen. */
    public boolean hasListed(MemberId peer) {
        return counted.containsKey(peer) || known(peer).map(PeerRecord::listed).orElse(false);
    }

    /** The first start id by which another member is known, by its starts or by the count. */
    public Optional<String> firstStartOf(MemberId peer) {
        return known(peer).map(PeerRecord::firstStartId).or(() -> Optional.ofNullable(counted.get(peer)));
    }

    /**
     * Reads the file, or makes it where this is the first start.
     *
     * @param run this start
     * @throws MemberFaultException {@link Fault#PEERS_FILE_MISSING}, {@link Fault#PEERS_FILE_DAMAGED}, {@link
     *     Fault#FORMAT_UNKNOWN} or {@link Fault#IDENTITY_MISMATCH}
     */
    public static PeersFile open(DataDirectory directory, RunRecord run) throws MemberFaultException {
        Path file = directory.peers();
        try {
            PeersFile read = decode(Files.readAllBytes(file));
            if (!read.member.equals(run.member())) {
                throw new MemberFaultException(
                        Fault.IDENTITY_MISMATCH,
                        "The file " + file + " is of another member: " + read.member + ", not " + run.member()
                                + ". Files of one member must never be copied to another. " + WayOut.REPLACE);
            }
            return read;
        } catch (NoSuchFileException e) {
            return begin(directory, run);
        } catch (UnknownFormatException e) {
            throw e.refusal("record of the other members", file);
        } catch (DamagedFileException e) {
            throw new MemberFaultException(
                    Fault.PEERS_FILE_DAMAGED,
                    "The file " + file + " is damaged: " + e.getMessage()
                            + ". It is written whole or not at all, so this is no trace of a crash. " + WayOut.REPLACE,
                    e);
        } catch (IOException e) {
            throw DiskFault.reading(file, e);
        }
    }

    /** A crash may come between run.json and this file; once Raft has held anything, the file was there. */
    private static PeersFile begin(DataDirectory directory, RunRecord run) throws MemberFaultException {
        if (run.saysRaftHeld()) {
            throw new MemberFaultException(
                    Fault.PEERS_FILE_MISSING,
                    "There is no " + directory.peers() + " although this member has run before. " + WayOut.REPLACE);
        }
        PeersFile first = first(run.member(), run.startId());
        try {
            first.write(directory);
        } catch (IOException e) {
            throw DiskFault.writing(directory.peers(), e);
        }
        return first;
    }

    /** Puts this in the file's place, forced. */
    void write(DataDirectory directory) throws IOException {
        DurableFiles.replace(directory.peers(), encode());
    }

    private byte[] encode() {
        ObjectNode fields = CheckedJson.object()
                .put("format", FORMAT)
                .put("member", member.toString())
                .put("firstStartId", firstStartId)
                .put("formed", formed);
        ObjectNode count = fields.putObject("counted");
        counted.forEach((id, first) -> count.putObject(id.toString()).put("firstStartId", first));
        ObjectNode known = fields.putObject("peers");
        peers.forEach((id, peer) -> {
            ObjectNode one = known.putObject(id.toString())
                    .put("firstStartId", peer.firstStartId())
                    .put("startNumber", peer.startNumber())
                    .put("startId", peer.startId())
                    .put("formed", peer.formed())
                    .put("listed", peer.listed())
                    .put("voteTerm", peer.voteTerm());
            peer.forced()
                    .ifPresent(forced -> one.put("forcedTerm", forced.term()).put("forcedIndex", forced.index()));
        });
        return CheckedJson.encode(fields);
    }

    static PeersFile decode(byte[] bytes) throws DamagedFileException {
        Fields fields = new Fields(CheckedJson.decode(bytes), FORMAT);
        PeersFile file;
        try {
            Map<MemberId, String> counted = new TreeMap<>(byText());
            for (Map.Entry<String, Fields> one : fields.objects("counted").entrySet()) {
                counted.put(MemberId.parse(one.getKey()), one.getValue().text("firstStartId"));
            }
            Map<MemberId, PeerRecord> peers = new TreeMap<>(byText());
            for (Map.Entry<String, Fields> one : fields.objects("peers").entrySet()) {
                peers.put(MemberId.parse(one.getKey()), peer(one.getValue()));
            }
            file = new PeersFile(
                    MemberId.parse(fields.text("member")),
                    fields.text("firstStartId"),
                    fields.truth("formed"),
                    counted,
                    peers);
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(e.getMessage(), e);
        }
        if (!Arrays.equals(file.encode(), bytes)) {
            throw new DamagedFileException("it has fields that this raftkms does not write");
        }
        return file;
    }

    private static PeerRecord peer(Fields one) throws DamagedFileException {
        return new PeerRecord(
                one.text("firstStartId"),
                one.number("startNumber"),
                one.text("startId"),
                one.truth("formed"),
                one.truth("listed"),
                one.number("voteTerm"),
                one.position("forcedTerm", "forcedIndex"));
    }

    private static <T> Map<MemberId, T> sorted(Map<MemberId, T> map) {
        Map<MemberId, T> sorted = new TreeMap<>(byText());
        sorted.putAll(map);
        return Collections.unmodifiableMap(sorted);
    }

    private static Comparator<MemberId> byText() {
        return Comparator.comparing(MemberId::toString);
    }
}
