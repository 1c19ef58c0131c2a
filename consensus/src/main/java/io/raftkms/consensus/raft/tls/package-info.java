/** Mutual TLS between members: reading and checking the material, and who a certificate says its holder is. */
package io.raftkms.consensus.raft.tls;
