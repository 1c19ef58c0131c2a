package io.raftkms.signer.key;

import io.raftkms.protocol.files.FileKind;
import io.raftkms.protocol.files.IdentityKeyText;
import io.raftkms.protocol.files.SecretSeed;
import java.nio.file.Path;
import java.util.Arrays;

/** The identity key of links over TCP ({@code secret_key} of {@code [[validator]]}). Not a consensus key. */
public final class IdentityKeyFile {
    private final SecretFile files;

    public IdentityKeyFile(SecretFile files) {
        this.files = files;
    }

    /**
     * Reads a key file that only this process may have access to.
     *
     * @return the Ed25519 seed, which the caller destroys
     */
    public SecretSeed read(Path file) throws KeyFaultException {
        return files.read(file, FileKind.IDENTITY_KEY, IdentityKeyText::parse);
    }

    /** Writes a new file, mode 0600, forced to disk; never overwrites. */
    public void create(Path file, SecretSeed seed) throws KeyFaultException {
        byte[] content = IdentityKeyText.encode(seed);
        try {
            files.create(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
