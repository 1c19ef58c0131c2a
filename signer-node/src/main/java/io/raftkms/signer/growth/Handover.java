package io.raftkms.signer.growth;

import io.raftkms.consensus.raft.store.DurableFiles;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.LedgerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The sealed state on its way from the cluster of one to the new cluster: files below {@code state/}, beside the homes.
 * Each is there complete or not at all.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><td>{@code CHAIN-ADDRESS.sealing}<td>forced before the key is sealed: this growth meant to
 * <tr><td>{@code CHAIN-ADDRESS.json}<td>the state at the seal, as the new cluster imports it; none for a key that never
 *     signed
 * <tr><td>{@code handover.json}<td>all of them: every key is sealed, and what is left is for the new cluster to do
 * </table>
 */
public final class Handover {
    private static final String DIRECTORY = "state";
    private static final String DONE = "handover.json";

    private final Path directory;

    /**
     * @param homes where the homes of the new cluster are
     */
    public Handover(Path homes) {
        this.directory = homes.resolve(DIRECTORY);
    }

    /**
     * A key that was sealed.
     *
     * @param publicKey lower-case hex
     * @param mark where it was sealed
     * @param file its state, relative to the homes' directory; null for a key that never signed
     */
    public record Key(String chainId, String publicKey, LedgerReport.Mark mark, String file) {}

    /** Every key of a growth. */
    public record Keys(List<Key> keys) {
        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /** What was handed over; empty until every key is sealed and its state written. */
    public Optional<Keys> done() throws IOException {
        Path file = directory.resolve(DONE);
        return Files.exists(file)
                ? Optional.of(AdminJson.read(Files.readAllBytes(file), Keys.class))
                : Optional.empty();
    }

    /** Whether this growth began to seal the key. */
    public boolean meantToSeal(LedgerReport.Key key) {
        return Files.exists(file(key, ".sealing"));
    }

    /** Forced before the seal is asked for. */
    public void meanToSeal(LedgerReport.Key key) throws IOException {
        if (!Files.exists(directory)) {
            DurableFiles.createDirectory(directory);
        }
        // The homes were renamed into their place; a seal must not be on a disk that does not know of them.
        DurableFiles.forceDirectory(directory.getParent().getParent());
        if (!meantToSeal(key)) {
            DurableFiles.replace(file(key, ".sealing"), new byte[0]);
        }
    }

    /**
     * Writes the state; of one seal it is the same each time.
     *
     * @return the file, relative to the homes' directory
     */
    public Path write(LedgerReport.Key key, byte[] state) throws IOException {
        Path file = file(key, ".json");
        DurableFiles.replace(file, state);
        return directory.getParent().relativize(file);
    }

    /** All is written. */
    public void finish(Keys keys) throws IOException {
        DurableFiles.replace(directory.resolve(DONE), AdminJson.bytes(keys));
    }

    private Path file(LedgerReport.Key key, String suffix) {
        return directory.resolve(key.chainId().replaceAll("[^A-Za-z0-9_.-]", "_") + "-" + key.address() + suffix);
    }
}
