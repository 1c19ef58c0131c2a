package io.raftkms.signer.key;

import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.ConsensusAddress;
import io.raftkms.protocol.files.SecretSeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The consensus keys of this member, by chain. A key may sign on several chains, a chain may have several keys; then a
 * validator node's {@code key = "PATH"} chooses. Only keys that verify their signatures come out of it.
 */
public final class KeyRing implements AutoCloseable {
    private record Place(String chainId, Path file, VerifiedSigner key) {}

    private final Map<ConsensusPublicKey, VerifiedSigner> keys = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();

    private KeyRing() {}

    /**
     * Reads every key file.
     *
     * @throws KeyFaultException for the first file that cannot be used, and if one key is there twice for a chain;
     *     what was loaded by then is wiped
     */
    public static KeyRing load(List<SoftsignEntry> entries, SoftsignKeyFile files) throws KeyFaultException {
        KeyRing ring = new KeyRing();
        try {
            for (SoftsignEntry entry : entries) {
                ring.add(entry, files.read(entry.path(), entry.format()));
            }
            return ring;
        } catch (KeyFaultException e) {
            ring.close();
            throw e;
        }
    }

    private void add(SoftsignEntry entry, SecretSeed seed) throws KeyFaultException {
        ConsensusPublicKey publicKey = seed.ed25519PublicKey();
        VerifiedSigner key = keys.get(publicKey);
        if (key == null) {
            key = new VerifiedSigner(new SoftsignConsensusKey(seed), publicKey);
            keys.put(publicKey, key);
        } else {
            seed.destroy();
        }
        for (String chainId : entry.chainIds()) {
            requireNew(chainId, entry.path(), publicKey);
            places.add(new Place(chainId, entry.path(), key));
        }
    }

    private void requireNew(String chainId, Path file, ConsensusPublicKey publicKey) throws KeyFaultException {
        for (Place place : places) {
            if (place.chainId.equals(chainId) && place.key.publicKey().equals(publicKey)) {
                throw new KeyFaultException(
                        KeyFault.KEY_DUPLICATE,
                        "chain " + chainId + " has the key of address " + ConsensusAddress.of(publicKey) + " twice: in "
                                + place.file + " and " + file);
            }
        }
    }

    /** Every key once. */
    public Collection<VerifiedSigner> keys() {
        return List.copyOf(keys.values());
    }

    /** The keys of a chain in the order of the configuration; none for a chain without. */
    public List<VerifiedSigner> keysOf(String chainId) {
        return placesOf(chainId).stream().map(Place::key).toList();
    }

    /** The key of a chain with this public key. */
    public Optional<VerifiedSigner> find(String chainId, ConsensusPublicKey publicKey) {
        return keysOf(chainId).stream()
                .filter(key -> key.publicKey().equals(publicKey))
                .findFirst();
    }

    /**
     * The only key of a chain.
     *
     * @throws KeyFaultException if there is none, or several
     */
    public VerifiedSigner only(String chainId) throws KeyFaultException {
        List<Place> found = placesOf(chainId);
        if (found.size() > 1) {
            throw new KeyFaultException(
                    KeyFault.KEY_AMBIGUOUS,
                    "chain " + chainId + " has " + found.size() + " keys (" + files(found)
                            + "): choose with key = \"PATH\"");
        }
        if (found.isEmpty()) {
            throw new KeyFaultException(KeyFault.KEY_NOT_CONFIGURED, "chain " + chainId + " has no key");
        }
        return found.get(0).key;
    }

    /**
     * The key of a chain that a validator node chose.
     *
     * @param file as configured in the key's entry
     * @throws KeyFaultException if the chain has no key from that file
     */
    public VerifiedSigner chosen(String chainId, Path file) throws KeyFaultException {
        List<Place> found = placesOf(chainId);
        for (Place place : found) {
            if (place.file.equals(file)) {
                return place.key;
            }
        }
        String others = found.isEmpty() ? "it has none" : "it has " + files(found);
        throw new KeyFaultException(
                KeyFault.KEY_NOT_CONFIGURED, "chain " + chainId + " has no key from " + file + "; " + others);
    }

    /** Wipes all keys. */
    @Override
    public void close() {
        keys.values().forEach(ConsensusKey::close);
    }

    private List<Place> placesOf(String chainId) {
        return places.stream().filter(place -> place.chainId.equals(chainId)).toList();
    }

    private static String files(List<Place> found) {
        return found.stream().map(place -> place.file.toString()).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.values();
    }
}
