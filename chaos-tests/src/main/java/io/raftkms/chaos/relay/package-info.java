/** Witnesses between a validator node and its signers. */
package io.raftkms.chaos.relay;
