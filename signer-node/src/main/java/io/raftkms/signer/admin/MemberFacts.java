package io.raftkms.signer.admin;

import io.raftkms.consensus.rule.KeyId;
import java.util.HexFormat;
import java.util.List;

/**
 * What a member knows about itself; also what it tells the others over the peer port.
 *
 * @param version of the program
 * @param disk null before the first look at it
 * @param certificate null from a member that does not tell
 */
public record MemberFacts(String version, List<Link> links, List<Key> keys, Disk disk, Certificate certificate) {
    /** Of a member that has not looked at its disk yet. */
    public MemberFacts(String version, List<Link> links, List<Key> keys) {
        this(version, links, keys, null, null);
    }

    /** Of a member that does not tell about its certificate. */
    public MemberFacts(String version, List<Link> links, List<Key> keys, Disk disk) {
        this(version, links, keys, disk, null);
    }

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
     * @param state as DIALING, PARKED, ADMITTED
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
        public static Key of(KeyId key, boolean usable) {
            return new Key(
                    key.chainId(),
                    HexFormat.of().formatHex(key.publicKey().bytes().toByteArray()),
                    usable);
        }
    }
}
