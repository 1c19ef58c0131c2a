/** The members' own calls to each other: the peer port, the channels to it, and who may call. */
package io.raftkms.consensus.raft.peer;
