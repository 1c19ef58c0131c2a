package io.raftkms.signer.simulator;

import io.raftkms.protocol.secretconnection.EphemeralKey;
import io.raftkms.protocol.secretconnection.IdentityKey;
import io.raftkms.protocol.secretconnection.SecretConnection;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/** Ways in which a node leaves a dialer in the middle of its handshake. */
public enum HalfDoneDial {
    /** Takes the connection and closes it. */
    CLOSED,
    /** Takes the connection and resets it. */
    RESET,
    /** Sends the first half of its ephemeral key. */
    HALF_A_KEY,
    /** Sends its ephemeral key and nothing after it. */
    KEY_ONLY,
    /** Sends what is no handshake. */
    NONSENSE;

    private static final int NONSENSE_BYTES = 200;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    void carryOut(Wire wire, SecureRandom random) throws IOException {
        byte[] key = new SecretConnection(IdentityKey.generate(random), EphemeralKey.generate(random)).open();
        switch (this) {
            case CLOSED -> wire.close();
            case RESET -> wire.reset();
            case HALF_A_KEY -> sendAndClose(wire, Arrays.copyOf(key, key.length / 2));
            case KEY_ONLY -> sendAndClose(wire, key);
            case NONSENSE -> {
                byte[] nonsense = new byte[NONSENSE_BYTES];
                random.nextBytes(nonsense);
                sendAndClose(wire, nonsense);
            }
        }
    }

    private static void sendAndClose(Wire wire, byte[] bytes) throws IOException {
        wire.write(bytes, LIMIT);
        wire.close();
    }
}
