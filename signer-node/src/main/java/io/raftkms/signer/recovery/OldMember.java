package io.raftkms.signer.recovery;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A member of the lost cluster, which must never sign again.
 *
 * @param name as name#nonce, or the name alone where only the operator knows it
 * @param addresses of its peer and Raft ports, as far as they are known; none is the port of a validator node
 */
public record OldMember(String name, List<PeerAddress> addresses) {
    /**
     * @param host without brackets
     */
    public record PeerAddress(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public OldMember {
        addresses = List.copyOf(addresses);
    }

    /** The name without the nonce. */
    public String shortName() {
        int hash = name.indexOf('#');
        return hash < 0 ? name : name.substring(0, hash);
    }

    /**
     * All that the sources name, their owners, and those that the operator adds.
     *
     * @param added by the operator; their addresses go to a member of that name, if a source has one
     */
    public static List<OldMember> of(List<Source> sources, List<OldMember> added) {
        Map<String, Set<PeerAddress>> all = new LinkedHashMap<>();
        for (Source source : sources) {
            all.computeIfAbsent(source.member(), name -> new LinkedHashSet<>());
            source.members().forEach(known -> {
                Set<PeerAddress> addresses = all.computeIfAbsent(known.id().toString(), name -> new LinkedHashSet<>());
                addresses.add(new PeerAddress(
                        known.peerPort().host(), known.peerPort().port()));
                addresses.add(new PeerAddress(
                        known.raftPort().host(), known.raftPort().port()));
            });
        }
        for (OldMember more : added) {
            List<Set<PeerAddress>> named = all.entrySet().stream()
                    .filter(entry ->
                            new OldMember(entry.getKey(), List.of()).shortName().equals(more.shortName()))
                    .map(Map.Entry::getValue)
                    .toList();
            named.forEach(addresses -> addresses.addAll(more.addresses()));
            if (named.isEmpty()) {
                all.put(more.name(), new LinkedHashSet<>(more.addresses()));
            }
        }
        return all.entrySet().stream()
                .map(entry -> new OldMember(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }
}
