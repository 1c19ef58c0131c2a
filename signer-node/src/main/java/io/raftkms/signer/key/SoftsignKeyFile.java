package io.raftkms.signer.key;

import io.raftkms.protocol.files.FileKind;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import io.raftkms.protocol.files.SoftsignKey;
import java.nio.file.Path;
import java.util.Arrays;

/** Consensus keys in files, as {@code [[providers.softsign]]} names them. */
public final class SoftsignKeyFile {
    private final SecretFile files;

    public SoftsignKeyFile(SecretFile files) {
        this.files = files;
    }

    /**
     * Reads a key file that only this process may have access to.
     *
     * @return the Ed25519 seed, which the caller destroys
     */
    public SecretSeed read(Path file, SoftsignFormat format) throws KeyFaultException {
        return files.read(file, kind(format), content -> SoftsignKey.parse(format, content));
    }

    /** Reads a file that is about to be replaced by a private one, whoever else has access to it. */
    public SecretSeed readExposed(Path file, SoftsignFormat format) throws KeyFaultException {
        return files.readExposed(file, kind(format), content -> SoftsignKey.parse(format, content));
    }

    /** Writes a new file of format {@link SoftsignFormat#BASE64}, mode 0600, forced to disk; never overwrites. */
    public void create(Path file, SecretSeed seed) throws KeyFaultException {
        byte[] content = SoftsignKey.encode(seed);
        try {
            files.create(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static FileKind kind(SoftsignFormat format) {
        return switch (format) {
            case BASE64 -> FileKind.SOFTSIGN_KEY;
            case JSON -> FileKind.PRIV_VALIDATOR_KEY;
        };
    }
}
