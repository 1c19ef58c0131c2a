package io.raftkms.signer.export;

import io.raftkms.signer.fuzz.Refusal;

/** What a bundle says, from any bytes, as it is read once its signature was checked. */
public final class BundleDoor {
    private BundleDoor() {}

    public static void statement(byte[] line) throws Exception {
        Refusal.orResult(IllegalArgumentException.class, () -> Bundle.decode(line));
    }
}
