package io.raftkms.protocol.secretconnection;

/**
 * What came of received bytes. Either array may be empty; both belong to the caller.
 *
 * @param toSend bytes that must go to the peer now, before anything sealed later
 * @param plaintext the next bytes of the stream that the peer wrote; message borders are not kept
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared; a copy for every frame would serve nobody
public record Inbound(byte[] toSend, byte[] plaintext) {}
