/**
 * What a member keeps in {@code data/} besides Ratis' own writing (identity, run record, watermark, lock), and the
 * checks of its own files that come before Raft starts. Only {@code consensus.raft} comes in.
 */
package io.raftkms.consensus.raft.store;
