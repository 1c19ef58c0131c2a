package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Who a member is, as {@code identity.json} says: written once when the member is made, read by every start, changed by
 * nobody.
 *
 * @param clusterId 1-64 printable ASCII characters without blanks
 * @param joins made for a cluster that runs already: never one of the members that form it
 */
public record Identity(String clusterId, MemberId member, boolean joins) {
    private static final int FORMAT = 1;

    /** Of a member that is there from the cluster's beginning. */
    public Identity(String clusterId, MemberId member) {
        this(clusterId, member, false);
    }

    public Identity {
        if (!clusterId.matches("[!-~]{1,64}")) {
            throw new IllegalArgumentException("cluster id is 1-64 printable characters, not " + clusterId);
        }
    }

    /**
     * Writes the identity of a new member, forced.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one already; it is left as it is
     */
    public void create(DataDirectory directory) throws IOException {
        DurableFiles.create(directory.identity(), encode());
    }

    /**
     * Reads the identity.
     *
     * @throws MemberFaultException {@link Fault#IDENTITY_MISSING}, {@link Fault#IDENTITY_DAMAGED} or {@link
     *     Fault#FORMAT_UNKNOWN}
     */
    public static Identity read(DataDirectory directory) throws MemberFaultException {
        Path file = directory.identity();
        try {
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new MemberFaultException(
                    Fault.IDENTITY_MISSING,
                    "There is no identity at " + file + ". A new member gets one from init, never from start. "
                            + WayOut.MOUNT_OR_REPLACE,
                    e);
        } catch (UnknownFormatException e) {
            throw e.refusal("identity file", file);
        } catch (DamagedFileException e) {
            throw new MemberFaultException(
                    Fault.IDENTITY_DAMAGED,
                    "The identity file " + file + " is damaged: " + e.getMessage() + ". " + WayOut.REPLACE,
                    e);
        } catch (IOException e) {
            throw DiskFault.reading(file, e);
        }
    }

    /**
     * Holds the identity against the configuration.
     *
     * @throws MemberFaultException {@link Fault#IDENTITY_MISMATCH}
     */
    public void require(DataDirectory directory, String configuredCluster, MemberId configuredMember)
            throws MemberFaultException {
        if (!clusterId.equals(configuredCluster)) {
            throw mismatch(directory, "a member of another cluster: " + clusterId, "cluster " + configuredCluster);
        }
        if (!member.equals(configuredMember)) {
            throw mismatch(directory, "another member: " + member, "member " + configuredMember);
        }
    }

    private static MemberFaultException mismatch(DataDirectory directory, String found, String configured) {
        return new MemberFaultException(
                Fault.IDENTITY_MISMATCH,
                "The identity " + directory.identity() + " is of " + found + ", while the configuration is of "
                        + configured + ". Start it with the configuration and data directory that belong together;"
                        + " a data directory copied from another member must never run.");
    }

    private byte[] encode() {
        return CheckedJson.encode(CheckedJson.object()
                .put("format", FORMAT)
                .put("cluster", clusterId)
                .put("member", member.name())
                .put("nonce", member.nonce())
                .put("joins", joins));
    }

    static Identity decode(byte[] bytes) throws DamagedFileException {
        Fields fields = new Fields(CheckedJson.decode(bytes), FORMAT);
        try {
            return new Identity(
                    fields.text("cluster"),
                    new MemberId(fields.text("member"), fields.text("nonce")),
                    fields.truth("joins"));
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(e.getMessage(), e);
        }
    }
}
