package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Ed25519Key;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** S6: what is returned verifies under the enrolled public key, and the signer names no other. */
final class SignatureVerifies implements Rule {
    private final Set<String> enrolled;
    private final Map<String, Ed25519Key> keys = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /**
     * @param enrolled public keys in lower-case hex
     */
    SignatureVerifies(Set<String> enrolled) {
        this.enrolled = Set.copyOf(enrolled);
    }

    @Override
    public void see(Observation seen) {
        // What raw bytes become before they are signed is a matter of the dialect; another rule has them whatever it
        // is.
        if (seen.event() == Observation.Event.SIGNATURE && seen.kind() != Kind.RAW) {
            fault(seen)
                    .ifPresent(what -> violations.add(
                            new Violation(Promise.S6, seen.at(), seen.kind() + ": " + what, List.of(seen.source()))));
        }
    }

    @Override
    public List<Violation> broken() {
        return List.copyOf(violations);
    }

    private Optional<String> fault(Observation seen) {
        if (!enrolled.contains(seen.publicKey())) {
            return Optional.of("signed for public key " + seen.publicKey() + ", which is not enrolled");
        }
        try {
            Ed25519Key key = keys.get(seen.publicKey());
            if (key == null) {
                key = Ed25519Key.of(seen.publicKey());
                keys.put(seen.publicKey(), key);
            }
            HexFormat hex = HexFormat.of();
            return key.verifies(hex.parseHex(seen.signBytes()), hex.parseHex(seen.signature()))
                    ? Optional.empty()
                    : Optional.of("signature does not verify");
        } catch (MalformedException | IllegalArgumentException bad) {
            return Optional.of(String.valueOf(bad.getMessage()));
        }
    }
}
