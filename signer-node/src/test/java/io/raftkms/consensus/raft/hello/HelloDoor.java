package io.raftkms.consensus.raft.hello;

import io.raftkms.signer.fuzz.Refusal;

/** The messages of the hello, from any bytes. */
public final class HelloDoor {
    private HelloDoor() {}

    public static void request(byte[] bytes) throws Exception {
        Refusal.orResult(HelloFormatException.class, () -> HelloCodec.request(bytes));
    }

    public static void reply(byte[] bytes) throws Exception {
        Refusal.orResult(HelloFormatException.class, () -> HelloCodec.reply(bytes));
    }
}
