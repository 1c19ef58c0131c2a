package io.raftkms.signer.signature;

import io.raftkms.signer.fuzz.Refusal;

/** The messages of the Sign call between members, from any bytes. */
public final class ForwardDoor {
    private ForwardDoor() {}

    public static void request(byte[] bytes) throws Exception {
        Refusal.orResult(ForwardCodec.ForwardFormatException.class, () -> ForwardCodec.decodeRequest(bytes));
    }

    public static void reply(byte[] bytes) throws Exception {
        Refusal.orResult(ForwardCodec.ForwardFormatException.class, () -> ForwardCodec.decodeReply(bytes));
    }
}
