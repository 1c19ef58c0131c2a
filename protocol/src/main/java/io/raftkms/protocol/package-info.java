/** What travels between a validator node and a signer: pure functions and codecs; no threads, opens no files by itself. */
package io.raftkms.protocol;
