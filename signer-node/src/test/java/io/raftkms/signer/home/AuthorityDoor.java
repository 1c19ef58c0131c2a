package io.raftkms.signer.home;

import io.raftkms.signer.fuzz.Refusal;
import java.nio.file.Path;

/** A file of a CA's directory, with any content. */
public final class AuthorityDoor {
    private AuthorityDoor() {}

    public static void certificatesAndKey(Path file) throws Exception {
        Refusal.orResult(UnusableMaterialException.class, () -> AuthorityDirectory.certificates(file));
        Refusal.orResult(UnusableMaterialException.class, () -> AuthorityDirectory.key(file));
    }
}
