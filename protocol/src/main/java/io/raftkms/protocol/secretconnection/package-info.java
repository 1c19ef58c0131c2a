/**
 * Secret Connection, the encrypted channel of {@code tcp://} links: handshake, Merlin and STROBE, frames. State machines
 * over bytes that know no socket and no thread, so that recorded vectors drive them directly. Anyone may come in;
 * depends on no other room.
 */
package io.raftkms.protocol.secretconnection;
