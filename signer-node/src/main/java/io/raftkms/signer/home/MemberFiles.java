package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The parts of a home that make it a member: identity and TLS material. */
final class MemberFiles {
    private MemberFiles() {}

    /**
     * @param authorities PEM of all that the member is to trust
     */
    static void writeTls(Path home, String authorities, Credential member) throws IOException {
        NewFiles.directory(home.resolve(HomeLayout.TLS));
        NewFiles.readable(home.resolve(HomeLayout.CA), authorities);
        NewFiles.readable(home.resolve(HomeLayout.CERTIFICATE), member.certificatePem());
        writeKey(home.resolve(HomeLayout.CERTIFICATE_KEY), member);
    }

    static void writeKey(Path file, Credential credential) throws IOException {
        byte[] pem = credential.keyPem();
        try {
            NewFiles.secret(file, pem);
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    /** Last of all: with it, the home is a member's. */
    static void writeIdentity(Path home, String clusterId, MemberId member) throws IOException {
        DataDirectory data = new DataDirectory(home.resolve(HomeLayout.DATA));
        data.create();
        new Identity(clusterId, member).create(data);
    }
}
