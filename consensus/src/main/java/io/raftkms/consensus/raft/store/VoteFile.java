package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/**
 * Ratis' {@code raft-meta}: a properties file without a checksum, so only its form can be checked.
 *
 * @param term the newest term this member has seen
 * @param votedFor whom it voted for in that term, as name#nonce; empty for nobody
 */
record VoteFile(long term, String votedFor) {
    /**
     * @throws DamagedFileException if it is not what Ratis writes
     */
    static VoteFile read(Path file) throws IOException, DamagedFileException {
        return decode(Files.readAllBytes(file));
    }

    /** As Ratis reads it. */
    byte[] encode() {
        return ("term=" + term + "\nvotedFor=" + votedFor.replace("#", "\\#") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether who says this has promised something that who says the other does not know of. */
    boolean exceeds(VoteFile other) {
        return term > other.term || (term == other.term && !votedFor.isEmpty() && !votedFor.equals(other.votedFor));
    }

    static VoteFile decode(byte[] bytes) throws IOException, DamagedFileException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException("it is not a properties file", e);
        }
        if (!properties.stringPropertyNames().equals(Set.of("term", "votedFor"))) {
            throw new DamagedFileException("it has other fields than term and votedFor");
        }
        String term = properties.getProperty("term");
        if (!term.matches("\\d{1,18}")) {
            throw new DamagedFileException("its term is " + term);
        }
        String votedFor = properties.getProperty("votedFor");
        if (!votedFor.isEmpty()) {
            try {
                MemberId.parse(votedFor);
            } catch (IllegalArgumentException e) {
                throw new DamagedFileException("its vote is for " + votedFor, e);
            }
        }
        return new VoteFile(Long.parseLong(term), votedFor);
    }
}
