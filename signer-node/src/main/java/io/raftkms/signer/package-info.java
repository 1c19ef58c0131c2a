/** The process: wires protocol and consensus. */
package io.raftkms.signer;
