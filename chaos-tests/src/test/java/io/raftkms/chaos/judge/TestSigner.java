package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Block;
import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Timestamp;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;

/** A key of its own, and what an observer would write about it. */
public final class TestSigner {
    static final String CHAIN = "test-chain";

    private final KeyPair pair;

    public TestSigner() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    String sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Canonical.Vote precommit(long height, Block block) {
        return new Canonical.Vote(2, height, 0, block, new Timestamp(1_700_000_000 + height, 5), CHAIN);
    }

    static Canonical.Extension extension(long height) {
        return new Canonical.Extension("616263", height, 0, CHAIN);
    }

    public static Block block(int number) {
        String hash = String.format("%064x", number);
        return new Block(hash, 1, hash);
    }

    public Observation asked(Canonical message, long begin) {
        return observation(Observation.Event.REQUEST, message, "", begin, begin);
    }

    public Observation signed(Canonical message, long begin, long end) {
        return observation(Observation.Event.SIGNATURE, message, sign(message.signBytes()), begin, end);
    }

    Observation observation(Observation.Event event, Canonical message, String signature, long begin, long end) {
        return new Observation(
                event,
                "node",
                event == Observation.Event.REQUEST ? "" : "1",
                kind(message),
                message.chainId(),
                message.position(),
                HexFormat.of().formatHex(message.signBytes()),
                signature,
                publicKey(),
                begin,
                end,
                "test:" + event + "@" + begin);
    }

    private static Kind kind(Canonical message) {
        if (message instanceof Canonical.Vote) {
            return Kind.VOTE;
        }
        return message instanceof Canonical.Proposal ? Kind.PROPOSAL : Kind.EXTENSION;
    }
}
