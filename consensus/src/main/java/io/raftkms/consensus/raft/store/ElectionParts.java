package io.raftkms.consensus.raft.store;

import java.util.function.BooleanSupplier;

/**
 * What {@link ForcedVoteRpc} goes by.
 *
 * @param force lets votes leave
 * @param stands whether votes may be asked for at all
 * @param granted hears of the votes that this member gets
 * @param away knows who could not be reached
 */
public record ElectionParts(VoteDirectoryForce force, BooleanSupplier stands, GrantedVotes granted, AwayVoters away) {}
