package io.raftkms.signer.home;

import io.raftkms.protocol.files.IdentityKeyText;
import io.raftkms.protocol.files.SecretSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/** The identity of a member's encrypted connections to validator nodes: a new one for every home. */
final class ConnectionKey {
    private ConnectionKey() {}

    static void write(Path file, SecureRandom random) throws IOException {
        try (SecretSeed seed = SecretSeed.random(random)) {
            byte[] content = IdentityKeyText.encode(seed);
            try {
                NewFiles.secret(file, content);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        }
    }
}
