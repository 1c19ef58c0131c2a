package io.raftkms.signer.recovery;

import io.raftkms.consensus.raft.store.GroupInspection;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.nio.file.Path;
import java.util.List;

/**
 * What one source of a recovery says.
 *
 * @param kind data directory or bundle
 * @param member whose it is, as name#nonce
 * @param sha256 over all of it that was read, lower-case hex: the same copy has the same
 * @param upTo how far it goes, for people
 * @param keys those that it names
 * @param marks records of the watermark, which names keys by a hash
 * @param members of the group as it knows them
 * @param damages what of it could not be read; empty for a whole one
 */
public record Source(
        Path path,
        Kind kind,
        String clusterId,
        String member,
        String sha256,
        String upTo,
        List<SeenKey> keys,
        List<UnnamedMark> marks,
        List<GroupInspection.Known> members,
        List<String> damages) {
    /** Where from. */
    public enum Kind {
        DATA_DIRECTORY,
        BUNDLE;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * @param name hex of the hash of chain and key
     */
    public record UnnamedMark(String name, HeightRoundStep at) {}

    public Source {
        keys = List.copyOf(keys);
        marks = List.copyOf(marks);
        members = List.copyOf(members);
        damages = List.copyOf(damages);
    }
}
