/** Ratis: properties, TLS, submission, the member-to-member call, membership, transfer, start checks, fail-stop. */
package io.raftkms.consensus.raft;
