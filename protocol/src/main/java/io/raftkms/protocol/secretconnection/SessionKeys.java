package io.raftkms.protocol.secretconnection;

import java.util.Arrays;

/** What both ends of one handshake know, seen from one end. The frame keys are secret; wipe them after use. */
final class SessionKeys {
    private final byte[] challenge;
    private final byte[] sendKey;
    private final byte[] receiveKey;

    /** Takes the arrays as its own. */
    SessionKeys(byte[] challenge, byte[] sendKey, byte[] receiveKey) {
        this.challenge = challenge;
        this.sendKey = sendKey;
        this.receiveKey = receiveKey;
    }

    /** 32 bytes that each end signs with its identity key. Not secret by itself. */
    byte[] challenge() {
        return challenge.clone();
    }

    /** 32 bytes that seal what this end sends; the array itself, gone after {@link #wipe()}. */
    byte[] sendKey() {
        return sendKey;
    }

    /** 32 bytes that open what this end receives; the array itself, gone after {@link #wipe()}. */
    byte[] receiveKey() {
        return receiveKey;
    }

    void wipe() {
        Arrays.fill(sendKey, (byte) 0);
        Arrays.fill(receiveKey, (byte) 0);
    }

    /** Names nothing. */
    @Override
    public String toString() {
        return "SessionKeys";
    }
}
