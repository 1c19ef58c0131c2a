/** Votes, proposals and extensions, and the canonical bytes of them that are signed. Anyone may come in; depends on nothing here. */
package io.raftkms.protocol.signbytes;
