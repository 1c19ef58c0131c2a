package io.raftkms.signer.rpc;

import io.raftkms.signer.fuzz.Refusal;
import java.io.IOException;

/** Answers of a validator node's RPC, from any bytes. */
public final class NodeAnswerDoor {
    private NodeAnswerDoor() {}

    public static void answer(byte[] body) throws Exception {
        Refusal.orResult(IOException.class, () -> NodeAnswer.parse(body).status());
        Refusal.orResult(IOException.class, () -> NodeAnswer.parse(body).signers(1));
    }
}
