package io.raftkms.signer.admin;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyId;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a member knows about itself; also what it tells the others over the peer port.
 *
 * @param version of the program
 * @param disk null before the first look at it
 * @param place null from a member that does not tell
 * @param certificate null from a member that does not tell
 */
public record MemberFacts(
        String version, List<Link> links, List<Key> keys, Disk disk, Place place, Certificate certificate) {
    /** Of a member that tells nothing of its place and its certificate. */
    public MemberFacts(String version, List<Link> links, List<Key> keys, Disk disk) {
        this(version, links, keys, disk, null, null);
    }

    /** Of a member that has not looked at its disk yet. */
    public MemberFacts(String version, List<Link> links, List<Key> keys) {
        this(version, links, keys, null);
    }

    /** Whether it says that it is drained. */
    public boolean drained() {
        return place != null && place.drained();
    }

    /**
     * Its place in the group.
     *
     * @param drained does not stand for election until it is told to
     * @param entryVersion newest version of log entries that its program knows
     * @param drift where its raftkms.toml differs from the group, a sentence each
     */
    public record Place(boolean drained, long appliedIndex, int entryVersion, List<String> drift) {}

    /**
     * The certificate that it shows in new handshakes.
     *
     * @param serial in hexadecimal
     * @param until end of its time, RFC 3339
     * @param authorityUntil end of the CA's
     * @param warning message code and sentence when one of them ends soon, else null
     */
    public record Certificate(String serial, String until, String authorityUntil, String warning) {}

    /**
     * What is left for the data directory.
     *
     * @param state {@code ok}, {@code low}, or {@code floor}: then it does not stand for election
     * @param warning message code and sentence, null while all is well
     */
    public record Disk(long freeBytes, String state, String warning) {
        /** State in which a member should not get leadership. */
        public static final String FLOOR = "floor";
    }

    /**
     * One link to a validator node.
     *
     * @param state dialing, handshake, parked, admitted, waiting-for-leader, waiting-for-key or closed
     * @param sinceSeconds how long it has been in that state
     * @param lastAsked h/r/s of the last vote or proposal request, null before the first
     * @param lastError why the last connection ended, null while all is well
     */
    public record Link(
            String chainId,
            String validator,
            String state,
            long sinceSeconds,
            long requests,
            String lastAsked,
            String lastError) {}

    /**
     * One key of the configuration.
     *
     * @param publicKey lower-case hex
     * @param usable whether it passed its last self-test
     */
    public record Key(String chainId, String publicKey, boolean usable) {
        /** What a member must have to sign for every enrolled key. */
        public static Set<Key> needed(LedgerState ledger) {
            return ledger.keys().stream()
                    .filter(enrolled -> !enrolled.sealed())
                    .map(enrolled -> of(enrolled.key(), true))
                    .collect(Collectors.toUnmodifiableSet());
        }

        public static Key of(KeyId key, boolean usable) {
            return new Key(
                    key.chainId(),
                    HexFormat.of().formatHex(key.publicKey().bytes().toByteArray()),
                    usable);
        }
    }
}
