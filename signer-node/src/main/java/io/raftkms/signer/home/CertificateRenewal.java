package io.raftkms.signer.home;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The member's side of a renewal. The new key waits beside the one in use until its certificate comes; then both take
 * their places. Interrupted in between, the same step can be run again.
 */
public final class CertificateRenewal {
    private final MemberSettings settings;

    /**
     * @param settings of the member
     */
    public CertificateRenewal(MemberSettings settings) {
        this.settings = settings;
    }

    /** Where the request is written. */
    public Path requestFile() {
        return settings.tls().certificate().resolveSibling("member.csr");
    }

    /** Where the key of the request waits. */
    public Path pendingKey() {
        Path key = settings.tls().key();
        return key.resolveSibling(key.getFileName() + ".new");
    }

    /**
     * Makes a key and its request.
     *
     * @throws java.nio.file.FileAlreadyExistsException if one is pending
     */
    public void request(SecureRandom random) throws IOException {
        CertificateRequest.Pending pending =
                CertificateRequest.create(settings.self(), settings.clusterId(), host(), random);
        MemberFiles.writeKey(pendingKey(), new Credential(null, pending.pair().getPrivate()));
        Files.deleteIfExists(requestFile());
        NewFiles.readable(requestFile(), pending.pem());
    }

    /**
     * Puts a certificate in its place, with the key that waits for it.
     *
     * @throws MemberFaultException if the two, or the CA, do not fit together; nothing has changed then
     */
    public void install(Path certificate, Clock clock) throws MemberFaultException, IOException {
        MemberSettings.Tls files = settings.tls();
        if (!Files.exists(pendingKey())) {
            throw new MemberFaultException(
                    Fault.TLS_MATERIAL_MISSING,
                    pendingKey() + " is not there: no request is pending, or its certificate is installed already.",
                    null);
        }
        MemberTls.requireUsable(settings, new MemberSettings.Tls(files.ca(), certificate, pendingKey()), host(), clock);
        Path staged = files.certificate().resolveSibling(files.certificate().getFileName() + ".new");
        Files.deleteIfExists(staged);
        NewFiles.readable(staged, Files.readString(certificate));
        Files.move(staged, files.certificate(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(pendingKey(), files.key(), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(requestFile());
        force(files.certificate().getParent());
        force(files.key().getParent());
    }

    private String host() {
        return settings.members().stream()
                .filter(member -> member.id().equals(settings.self()))
                .findFirst()
                .orElseThrow()
                .host();
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
